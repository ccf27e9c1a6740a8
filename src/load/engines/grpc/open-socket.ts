import { connect, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Clock } from '../../pacing/clock.ts';
import type { EngineTarget } from '../engine.ts';

/** `read` gets how many bytes lie in `buffer` now; they are only lent. */
export function openSocket(
  target: EngineTarget,
  buffer: Buffer,
  read: (bytes: number) => void,
): Socket {
  const onread = {
    buffer,
    callback(bytes: number) {
      read(bytes);
      return true;
    },
  };
  const tcp: TcpNetConnectOpts = { host: target.host, port: target.port, onread };
  if (!target.tls) return connect(tcp).setNoDelay(true);
  const tls: ConnectionOptions = {
    ...tcp,
    ALPNProtocols: ['h2'],
    rejectUnauthorized: target.insecure !== true,
    ...(target.ca === undefined ? {} : { ca: target.ca }),
    ...(isIP(target.host) ? {} : { servername: target.host }),
  };
  return connectTls(tls).setNoDelay(true);
}

const LINGER_MS = 500;

/** Lets what was written go out, and the peer's last words come in, but not for ever. */
export function endSocket(socket: Socket, clock: Clock): void {
  socket.end();
  const timer = clock.startTimer(LINGER_MS, () => socket.destroy());
  socket.once('close', () => timer.cancel());
}
