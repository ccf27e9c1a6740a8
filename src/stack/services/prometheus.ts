import type { PrometheusPlan } from '../stack-plan.ts';
import type { Place, ServiceSpec } from './service-spec.ts';

/** How long samples are kept: a comparison with last week's run still finds them. */
const RETENTION = '30d';

/**
 * Prometheus with the plan's configuration. Its lifecycle and admin calls stay off: nobody who can only
 * look may stop it or delete samples.
 */
export function prometheusService(plan: PrometheusPlan, place: Place): ServiceSpec {
  const configFile = `${place.folder('prometheus', 'config')}/prometheus.yml`;
  const dataFolder = place.folder('prometheus', 'data');
  const http = place.port('prometheus', 'http');
  const config = plan.configFor({
    triton: place.neighbour('triton', 'metrics'),
    gateway: place.gateway,
  });
  return {
    name: 'prometheus',
    image: plan.image,
    bin: plan.bin,
    args: [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${dataFolder}`,
      `--storage.tsdb.retention.time=${RETENTION}`,
      `--web.listen-address=${place.host}:${http}`,
    ],
    env: {},
    ports: { http },
    files: { [configFile]: config },
    readOnlyFolders: [],
    dataFolder,
    readyPath: '/-/ready',
  };
}
