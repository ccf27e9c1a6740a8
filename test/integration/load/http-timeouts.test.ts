import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { ByteServer, ok } from '../../support/byte-server.ts';
import { engineOptions, HttpLoad, tally } from '../../support/http-load.ts';

describe('a timeout', { timeout: 600_000 }, () => {
  it('ends at the deadline, counted from sent, and closes the socket', async () => {
    await using server = await ByteServer.listen(() => {});
    await using load = await HttpLoad.open(
      engineOptions(server.port, { timeoutNs: 80e6, connections: 3 }),
    );
    for (let i = 0; i < 3; i += 1) load.send();
    await load.until(3);
    for (const { outcome, sentNs, firstByteNs, doneNs, detail } of load.ended) {
      assert.equal(outcome, 'timed-out');
      assert.equal(doneNs, sentNs + 80e6);
      assert.equal(firstByteNs, -1);
      assert.equal(detail, 'no answer in time');
    }
    await server.allGone();
    assert.equal(server.requests, 3);
  });

  it('of a body that stays away keeps the first byte that came', async () => {
    await using server = await ByteServer.listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc');
    });
    await using load = await HttpLoad.open(engineOptions(server.port, { timeoutNs: 500e6 }));
    const { outcome, sentNs, firstByteNs, doneNs } = await load.one();
    assert.equal(outcome, 'timed-out');
    assert.ok(firstByteNs === -1 || (firstByteNs >= sentNs && firstByteNs <= doneNs));
  });

  it('takes no other request with it, and the next goes out on a new connection', async () => {
    await using server = await ByteServer.listen((socket, { number }) => {
      if (number % 10 !== 3) socket.write(ok('good'));
    });
    await using load = await HttpLoad.open(
      engineOptions(server.port, { timeoutNs: 1e9, connections: 2 }),
    );
    const ended = await load.closedLoop(20, 2);
    assert.deepEqual(tally(ended), { ok: 18, 'timed-out': 2 });
    assert.equal(server.requests, 20);
  });

  it('holds for an answer that is read too late as well, whatever the timer did', async () => {
    await using server = await ByteServer.listen((socket) => socket.write(ok('good')));
    const options = engineOptions(server.port, { timeoutNs: 50e6 });
    let skewNs = 0;
    const clock = { ...options.clock, nowNs: () => options.clock.nowNs() + skewNs };
    await using load = await HttpLoad.open({ ...options, clock });
    load.send();
    skewNs = 60e6;
    const [slot] = await load.until(1);
    assert.equal(slot?.outcome, 'timed-out');
    assert.equal(slot?.doneNs, (slot?.sentNs ?? 0) + 50e6);
    assert.equal(slot?.firstByteNs, -1);
    await server.allGone();
  });

  it('does not run while a request waits for a connection', async () => {
    let nowNs = 0;
    await using server = await ByteServer.listen((socket) => {
      nowNs += 0.9e9;
      socket.write(ok('good'));
    });
    const clock = {
      nowNs: () => nowNs,
      startTimer: () => ({ cancel: () => {} }),
      nextTurn: (callback: () => void) => void setImmediate(callback),
    };
    const options = { clock, timeoutNs: 1e9, connections: 1, maxConnections: 1 };
    await using load = await HttpLoad.open(engineOptions(server.port, options));
    for (let i = 0; i < 4; i += 1) load.send();
    await load.until(4);
    assert.deepEqual(tally(load.ended), { ok: 4 });
    assert.deepEqual(
      load.ended.map(({ sentNs, dispatchedNs }) => sentNs - dispatchedNs),
      [0, 0.9e9, 1.8e9, 2.7e9].map(Math.round),
    );
  });
});

describe('closing the engine', { timeout: 600_000 }, () => {
  it('ends what was sent as aborted and what waited as unsent, each once, then the sockets', async () => {
    await using server = await ByteServer.listen(() => {});
    const load = await HttpLoad.open(
      engineOptions(server.port, { connections: 2, maxConnections: 2 }),
    );
    for (let i = 0; i < 5; i += 1) load.send();
    while (server.requests < 2) await new Promise(setImmediate);
    await load.engine.close();
    assert.deepEqual(tally(load.ended), { aborted: 2, unsent: 3 });
    for (const { outcome, sentNs, doneNs } of load.ended) {
      assert.equal(sentNs >= 0, outcome === 'aborted');
      assert.ok(doneNs >= sentNs);
    }
    assert.equal(load.engine.queueDepth, 0);
    await server.allGone();
    assert.equal(server.requests, 2);
  });

  it('a request dispatched afterwards is unsent', async () => {
    await using server = await ByteServer.listen((socket) => socket.write(ok('good')));
    const load = await HttpLoad.open(engineOptions(server.port));
    await load.engine.close();
    assert.equal((await load.one()).outcome, 'unsent');
    assert.equal(server.requests, 0);
  });

  it('while a large request is going out leaves nothing behind', async () => {
    await using server = await ByteServer.listen(() => {});
    const requests = { ...engineOptions(0).requests, body: () => Buffer.alloc(30e6) };
    const load = await HttpLoad.open(engineOptions(server.port, { requests }));
    load.send();
    const [socket] = server.sockets;
    await load.engine.close();
    if (socket && !socket.closed) await once(socket, 'close');
    assert.deepEqual(tally(load.ended), { aborted: 1 });
    assert.equal(server.requests, 0);
  });
});
