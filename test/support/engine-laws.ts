import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOME_CODE } from '../../src/contract/outcome.ts';
import type { Engine, EngineOptions, Slot } from '../../src/load/engines/engine.ts';
import { BLANK_REQUEST_ID, requestIdOf } from '../../src/load/requests/request-id.ts';
import { freePorts } from './free-ports.ts';
import { GrpcLoad, grpcTally } from './grpc-load.ts';

/** A server that answers every request with what it sent, or none. */
interface LawServer extends AsyncDisposable {
  readonly port: number;
  readonly served: number;
}

/** An engine and the servers that speak its protocol. */
export interface LawfulEngine {
  readonly create: (options: EngineOptions) => Engine;
  readonly options: (port: number, over?: Partial<EngineOptions>) => EngineOptions;
  readonly serve: (answers: 'well' | 'never') => Promise<LawServer>;
}

/** What pacer and recorder rely on, whatever the engine speaks. */
export function engineLaws(name: string, { create, options, serve }: LawfulEngine): void {
  const open = (opened: EngineOptions) => GrpcLoad.through(create(opened), opened);

  describe(`the laws of an engine: ${name}`, () => {
    it('every slot comes back once, stamped in order, and the server saw each once', async () => {
      await using server = await serve('well');
      await using load = await open(options(server.port, { connections: 3 }));
      const ended = await load.closedLoop(300, 12);
      assert.deepEqual(grpcTally(ended), { ok: 300 });
      assert.equal(new Set(ended.map(({ index }) => index)).size, 300);
      assert.equal(server.served, 300);
      for (const { dispatchedNs, sentNs, firstByteNs, doneNs } of ended) {
        assert.ok(dispatchedNs <= sentNs && sentNs <= firstByteNs && firstByteNs <= doneNs);
      }
    });

    it('a slot never comes back from inside dispatch, and may be dispatched again when it does', async () => {
      await using server = await serve('well');
      const engine = create(options(server.port));
      let inside = false;
      let endings = 0;
      await new Promise<void>((resolve, reject) => {
        const completed = (slot: Slot) => {
          endings += 1;
          if (inside) reject(new Error('came back from inside dispatch'));
          else if (endings === 50) resolve();
          else again(slot);
        };
        const again = (slot: Slot) => {
          inside = true;
          engine.dispatch(slot);
          inside = false;
          setImmediate(() => engine.flush());
        };
        engine.open(completed).then(() => again(aSlot()), reject);
      });
      await engine.close();
      assert.equal(server.served, 50);
    });

    it('each request carries its own id where there is a place for one', async () => {
      await using server = await serve('well');
      const body = Buffer.from(`{"id":"${BLANK_REQUEST_ID}"}`);
      const answered: string[] = [];
      const check: EngineOptions['check'] = {
        check(slot, bytes, start, end) {
          const wanted = `{"id":"${requestIdOf(7, slot.index)}"}`;
          answered.push(bytes.toString('latin1', start, end));
          return answered.at(-1) === wanted ? OUTCOME_CODE.ok : OUTCOME_CODE['wrong-answer'];
        },
      };
      const { requests, ...rest } = options(server.port, { check, connections: 3 });
      const idPlace = { offset: 7, point: 7 };
      const numbered = { ...requests, size: 1, body: () => body, idPlace };
      await using load = await open({ ...rest, requests: numbered });
      assert.deepEqual(grpcTally(await load.closedLoop(60, 6)), { ok: 60 });
      assert.equal(new Set(answered).size, 60);
      assert.equal(body.toString(), `{"id":"${BLANK_REQUEST_ID}"}`, 'shared: never written to');
    });

    it('what is not answered in time is timed out, done at its deadline', async () => {
      await using server = await serve('never');
      await using load = await open(options(server.port, { timeoutNs: 100e6 }));
      const { outcome, sentNs, doneNs } = await load.one();
      assert.deepEqual([outcome, doneNs - sentNs], ['timed-out', 100e6]);
    });

    it('closing ends what was sent as aborted, and what comes later as unsent', async () => {
      await using server = await serve('never');
      const load = await open(options(server.port, { connections: 2 }));
      load.send();
      load.send();
      const closed = load.engine.close();
      load.send();
      await closed;
      assert.deepEqual(grpcTally(await load.until(3)), { aborted: 2, unsent: 1 });
    });

    it('a server that goes away is an outcome with a reason, not an exception', async () => {
      const server = await serve('well');
      await using load = await open(options(server.port));
      await load.one();
      await server[Symbol.asyncDispose]();
      const { outcome, detail, doneNs } = await load.one();
      assert.ok(['refused', 'reset', 'closed-mid-answer', 'grpc-unavailable'].includes(outcome));
      assert.notEqual(detail, '');
      assert.ok(doneNs > 0);
    });

    it('opening is rejected, with what to do next, where nobody listens', async () => {
      const [port = 0] = await freePorts(1);
      const engine = create(options(port));
      await assert.rejects(
        engine.open(() => {}),
        { name: 'BenchError', code: 'server-unreachable', hint: /./ },
      );
    });
  });
}

function aSlot(): Slot {
  return {
    ...{ index: 0, request: 0, dueNs: 0, dispatchedNs: 0, sentNs: -1, firstByteNs: -1, doneNs: -1 },
    ...{ outcome: OUTCOME_CODE.ok, detail: '', correct: 0, touched: false },
  };
}
