import type { ServerAddresses } from '../../src/contract/measurements.ts';
import { startStack } from '../../src/stack/index.ts';
import { packageRoot } from './package-root.ts';
import { startRealTriton } from './real-triton.ts';

export type Addresses = Required<{ [K in keyof ServerAddresses]: string }>;

/** The embedded server and a real Triton, serving the same ONNX file. */
export interface Pair extends AsyncDisposable {
  readonly embedded: Addresses;
  readonly triton: Addresses;
}

export async function startPair(): Promise<Pair> {
  const triton = await startRealTriton();
  try {
    const embedded = await startStack(
      {
        driver: 'embedded',
        modelRepository: `${packageRoot}models`,
        readyTimeoutMs: 60_000,
      },
      new AbortController().signal,
    );
    return {
      embedded: embedded.addresses as Addresses,
      triton: triton.addresses,
      async [Symbol.asyncDispose]() {
        await Promise.all([embedded[Symbol.asyncDispose](), triton[Symbol.asyncDispose]()]);
      },
    };
  } catch (error) {
    await triton[Symbol.asyncDispose]();
    throw error;
  }
}
