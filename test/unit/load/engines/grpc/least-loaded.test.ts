import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LeastLoaded, type Ranked } from '../../../../../src/load/engines/grpc/least-loaded.ts';

class Member implements Ranked<Member> {
  active = 0;
  hasRoom = true;
  rank = -1;
  ahead: Member | undefined = undefined;
  behind: Member | undefined = undefined;
}

describe('the least loaded', () => {
  it('has no more open streams than any other that has room', () => {
    const change = fc.record({ member: fc.nat(9), active: fc.nat(12), hasRoom: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 100 }), (changes) => {
        const members = Array.from({ length: 10 }, () => new Member());
        const ranking = new LeastLoaded<Member>();
        for (const { member: index, active, hasRoom } of changes) {
          const member = members[index] as Member;
          member.active = active;
          member.hasRoom = hasRoom;
          ranking.update(member);
          const open = members.filter((each) => each.rank >= 0);
          const least = Math.min(...open.map((each) => each.active));
          assert.equal(ranking.first?.active, open.length === 0 ? undefined : least);
          assert.notEqual(ranking.first?.hasRoom, false);
        }
      }),
    );
  });

  it('lets equals take turns', () => {
    const members = [new Member(), new Member(), new Member()];
    const ranking = new LeastLoaded<Member>();
    for (const member of members) ranking.update(member);
    const chosen = Array.from({ length: 6 }, () => {
      const { first } = ranking;
      assert.ok(first);
      first.active += 1;
      ranking.update(first);
      return members.indexOf(first);
    });
    assert.deepEqual(chosen, [0, 1, 2, 0, 1, 2]);
  });
});
