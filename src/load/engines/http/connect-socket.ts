import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { EngineTarget } from '../engine.ts';

/** Another address of the same name is tried after this long; the machine may be busy. */
const NEXT_ADDRESS_AFTER_MS = 1000;

/** Starts to connect. Reads land in `onread.buffer`, so that reading allocates nothing. */
export function connectSocket(target: EngineTarget, onread: OnReadOpts): Socket {
  const host = target.host.replace(/^\[|\]$/g, '');
  const address = {
    host,
    port: target.port,
    onread,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  };
  const socket = target.tls
    ? connectTls({ ...address, ...tlsOptions(target, host) })
    : connect(address);
  socket.setNoDelay(true);
  return socket;
}

function tlsOptions(target: EngineTarget, host: string): object {
  return {
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: target.insecure !== true,
    ...(target.ca === undefined ? {} : { ca: target.ca }),
    // An address must not stand in SNI (RFC 6066 §3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
}
