import {
  type ChannelCredentials,
  Client,
  type ClientOptions,
  connectivityState,
  credentials,
} from '@grpc/grpc-js';
import { hostAndPort } from '../../../clients/host-and-port.ts';
import type { EngineTarget } from '../engine.ts';
import { wallClockDeadline } from './wall-clock-deadline.ts';

const UNLIMITED = -1;

const OPTIONS: ClientOptions = {
  // Without it all clients of one address share one connection.
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_retries': 0,
  'grpc.enable_http_proxy': 0,
  'grpc.max_receive_message_length': UNLIMITED,
  'grpc.max_send_message_length': UNLIMITED,
};

/** A grpc-js client with one HTTP/2 connection of its own. */
export function createGrpcJsConnection(target: EngineTarget): Client {
  return new Client(hostAndPort(target), credentialsFor(target), OPTIONS);
}

function credentialsFor({ tls, ca, insecure }: EngineTarget): ChannelCredentials {
  if (!tls) return credentials.createInsecure();
  const roots = ca === undefined ? null : Buffer.from(ca);
  return credentials.createSsl(roots, null, null, insecure ? { rejectUnauthorized: false } : {});
}

/** Whether the first attempt to connect comes to something within `timeoutMs`. */
export function connected(client: Client, timeoutMs: number): Promise<boolean> {
  const channel = client.getChannel();
  const deadline = wallClockDeadline(timeoutMs);
  return new Promise((resolve) => {
    const look = (timedOut?: Error) => {
      const state = channel.getConnectivityState(true);
      if (state === connectivityState.READY) resolve(true);
      else if (timedOut || hasFailed(state)) resolve(false);
      else channel.watchConnectivityState(state, deadline, look);
    };
    look();
  });
}

/** Calls back each time the connection is made anew. */
export function onReconnect(client: Client, reconnected: () => void): void {
  const channel = client.getChannel();
  const look = (before: connectivityState) => {
    const state = channel.getConnectivityState(false);
    if (state === connectivityState.READY && before !== state) reconnected();
    if (state === connectivityState.SHUTDOWN) return;
    channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => look(state));
  };
  look(connectivityState.READY);
}

function hasFailed(state: connectivityState): boolean {
  return state === connectivityState.TRANSIENT_FAILURE || state === connectivityState.SHUTDOWN;
}
