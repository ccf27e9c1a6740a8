import type { GrafanaPlan } from '../stack-plan.ts';
import { grafanaEnvironment } from './grafana-environment.ts';
import type { Place, ServiceSpec } from './service-spec.ts';

/** Grafana with the plan's provisioning. Only a container will do: there is no single binary to start. */
export function grafanaService(plan: GrafanaPlan, place: Place): ServiceSpec {
  const files = plan.filesFor(`http://${place.neighbour('prometheus', 'http')}`);
  const http = place.port('grafana', 'http');
  return {
    name: 'grafana',
    image: plan.image,
    bin: null,
    args: [],
    env: grafanaEnvironment({ adminPassword: plan.adminPassword, port: http, files }),
    ports: { http },
    files,
    readOnlyFolders: [],
    dataFolder: place.folder('grafana', 'data'),
    readyPath: '/api/health',
  };
}
