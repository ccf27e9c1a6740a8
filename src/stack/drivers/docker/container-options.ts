import type { ContainerCreateOptions, DeviceRequest } from 'dockerode';
import type { ServiceSpec } from '../../services/service-spec.ts';
import type { StackPlan } from '../../stack-plan.ts';
import type { Engine } from './connect-engine.ts';
import { nameOf, SERVICE_LABEL, STACK_LABEL } from './stack-labels.ts';

/** What a container needs beyond its service's specification. */
export interface ContainerNeeds {
  readonly plan: Pick<StackPlan, 'name' | 'ports'>;
  readonly network: string;
  /** More labels than the stack's own. */
  readonly labels: Readonly<Record<string, string>>;
  readonly devices: readonly DeviceRequest[];
  readonly security: Engine['security'];
}

const GIB = 1024 ** 3;
/** What NVIDIA's containers ask for: backends talk through /dev/shm and have deep stacks. */
const SHARED_MEMORY_BYTES = GIB;
const DEEP_STACK = { Name: 'stack', Soft: 64 * 1024 ** 2, Hard: 64 * 1024 ** 2 };
/** For memory that a GPU copies from. A rootless engine may not raise limits, and fails. */
const PINNED_MEMORY = { Name: 'memlock', Soft: -1, Hard: -1 };
/** Triton's image starts a shell's words; the others start their program with the words they are given. */
const PROGRAM = { triton: ['tritonserver'], prometheus: [], grafana: [] } as const;

/**
 * The engine's create request for a service: its ports on loopback only, its name as an alias on the
 * stack's network, models read-only, its log bounded.
 */
export function containerOptions(spec: ServiceSpec, needs: ContainerNeeds): ContainerCreateOptions {
  const { plan, network, labels, devices, security } = needs;
  const name = nameOf(plan.name, spec.name);
  const ports = Object.values(spec.ports).map((port) => `${port}/tcp`);
  return {
    name,
    Image: spec.image,
    Cmd: [...PROGRAM[spec.name], ...spec.args],
    Env: Object.entries(spec.env).map(([key, value]) => `${key}=${value}`),
    Labels: { [STACK_LABEL]: plan.name, [SERVICE_LABEL]: spec.name, ...labels },
    ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])),
    HostConfig: {
      NetworkMode: network,
      PortBindings: Object.fromEntries(ports.map((port) => [port, [binding(port, plan.ports)]])),
      Mounts: mounts(spec, name),
      // Else SELinux keeps a container from a folder of this machine that is not labelled for it.
      ...(security.hasSelinux && { SecurityOpt: ['label=disable'] }),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      ...(spec.name === 'triton' && { ShmSize: SHARED_MEMORY_BYTES, Ulimits: [DEEP_STACK] }),
      ...(devices.length > 0 && {
        DeviceRequests: [...devices],
        Ulimits: security.isRootless ? [DEEP_STACK] : [DEEP_STACK, PINNED_MEMORY],
      }),
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [spec.name] } } },
  };
}

function binding(port: string, ports: StackPlan['ports']): { HostIp: string; HostPort: string } {
  // Without a port the engine takes a free one.
  return { HostIp: '127.0.0.1', HostPort: ports === 'free' ? '' : port.replace('/tcp', '') };
}

function mounts(
  { readOnlyFolders, dataFolder }: ServiceSpec,
  volume: string,
): { Type: 'bind' | 'volume'; Source: string; Target: string; ReadOnly: boolean }[] {
  return [
    ...readOnlyFolders.map(({ host, inside }) => ({
      Type: 'bind' as const,
      Source: host,
      Target: inside,
      ReadOnly: true,
    })),
    ...(dataFolder === null
      ? []
      : [{ Type: 'volume' as const, Source: volume, Target: dataFolder, ReadOnly: false }]),
  ];
}
