import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { grafanaEnvironment } from '../../src/stack/services/grafana-environment.ts';

const PROMETHEUS_IMAGE = 'prom/prometheus:v3.5.0';
const PORT = 3000;
const LABEL = 'inferbench.e2e';

/** A real Grafana in a container, and a real Prometheus that it reaches as http://prometheus:9090. */
export interface DockerGrafana extends AsyncDisposable {
  readonly url: string;
  readonly adminPassword: string;
  readonly prometheusUrl: string;
}

/**
 * Pulls what is missing, and starts both on a network of their own, published on 127.0.0.1 alone.
 * Disposing removes what was made here and nothing else.
 * @param more further settings, as GF_SNAPSHOTS_ENABLED
 */
export async function startDockerGrafana(
  image: string,
  more: Readonly<Record<string, string>> = {},
): Promise<DockerGrafana> {
  const docker = new Docker();
  const made: { remove(): Promise<unknown> }[] = [];
  const dispose = async () => {
    for (const one of made.reverse()) await one.remove();
  };
  try {
    for (const wanted of [PROMETHEUS_IMAGE, image]) await pullMissing(docker, wanted);
    const adminPassword = randomBytes(16).toString('hex');
    const network = await docker.createNetwork({
      ...{ Name: `inferbench-e2e-${randomBytes(4).toString('hex')}`, Labels: { [LABEL]: '1' } },
    });
    made.push(network);
    const start = (name: string, wanted: string, port: number, env: Record<string, string>) =>
      startContainer(docker, made, { network: network.id, name, image: wanted, port, env });
    // Its own configuration has it scrape itself.
    const prometheusUrl = await start('prometheus', PROMETHEUS_IMAGE, 9090, {});
    const url = await start('grafana', image, PORT, {
      ...grafanaEnvironment({ adminPassword, port: PORT, files: {} }),
      ...more,
    });
    return { url, adminPassword, prometheusUrl, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function pullMissing(docker: Docker, image: string): Promise<void> {
  const isThere = await docker
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  if (isThere) return;
  const stream = await docker.pull(image);
  await new Promise<void>((done, fail) => {
    docker.modem.followProgress(stream, (error) => (error ? fail(error) : done()));
  });
}

interface Wanted {
  readonly network: string;
  /** What its neighbours call it. */
  readonly name: string;
  readonly image: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Where it is reached from here. */
async function startContainer(
  docker: Docker,
  made: { remove(): Promise<unknown> }[],
  { network, name, image, port, env }: Wanted,
): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    Labels: { [LABEL]: '1' },
    ExposedPorts: { [`${port}/tcp`]: {} },
    HostConfig: { PortBindings: { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '0' }] } },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } },
  });
  made.push({ remove: () => container.remove({ force: true, v: true }) });
  await container.start();
  const { NetworkSettings } = await container.inspect();
  const [binding] = NetworkSettings.Ports[`${port}/tcp`] ?? [];
  return `http://127.0.0.1:${binding?.HostPort}`;
}
