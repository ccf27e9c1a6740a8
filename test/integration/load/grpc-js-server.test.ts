import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startGrpcJsEcho } from '../../support/grpc-js-echo.ts';
import { echoOptions, GrpcLoad, grpcTally } from '../../support/grpc-load.ts';

/** Messages in shared memory, as the workers have them: different bytes everywhere. */
function sharedMessages(sizes: readonly number[]): Uint8Array[] {
  return sizes.map((size, index) => {
    const message = new Uint8Array(new SharedArrayBuffer(size));
    for (let at = 0; at < size; at += 1) message[at] = (at * 31 + (at >>> 8) + index) & 0xff;
    return message;
  });
}

describe('against a grpc-js server', () => {
  it('sends unary requests on several connections and counts what the server counts', async () => {
    await using server = await startGrpcJsEcho();
    const messages = sharedMessages([3300, 0, 1, 100]);
    await using load = await GrpcLoad.open(echoOptions(server.port, { connections: 3 }, messages));
    const ended = await load.closedLoop(2000, 24);
    assert.deepEqual(grpcTally(ended), { ok: 2000 });
    assert.equal(server.served, 2000);
    for (const { dispatchedNs, sentNs, firstByteNs, doneNs } of ended) {
      assert.ok(dispatchedNs <= sentNs && sentNs <= firstByteNs && firstByteNs <= doneNs);
    }
  });

  it('sends and receives messages at every border of frames and windows', async () => {
    await using server = await startGrpcJsEcho();
    const sizes = [16_378, 16_379, 16_380, 65_529, 65_530, 65_531, 131_072, 300_000];
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, sharedMessages(sizes)));
    const ended = await load.closedLoop(4 * sizes.length, sizes.length);
    assert.deepEqual(grpcTally(ended), { ok: 4 * sizes.length });
    assert.equal(server.served, 4 * sizes.length);
  });

  it('sends 25.7 MB in shared memory while small requests pass it by', async () => {
    await using server = await startGrpcJsEcho();
    const messages = sharedMessages([8192 * 3136, 500]);
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, messages));
    load.send(0);
    for (let count = 0; count < 20; count += 1) load.send(1);
    const ended = await load.until(21);
    assert.deepEqual(grpcTally(ended), { ok: 21 });
    assert.equal(ended.at(-1)?.request, 0, 'the large one ends last');
  });

  it('says nothing in the detail of a good answer, and leaves nothing behind', async () => {
    await using server = await startGrpcJsEcho();
    const load = await GrpcLoad.open(echoOptions(server.port));
    assert.equal((await load.one()).detail, '');
    await load.engine.close();
    assert.equal(load.engine.queueDepth, 0);
  });
});
