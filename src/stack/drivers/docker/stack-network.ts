import type Docker from 'dockerode';
import type { NetworkInspectInfo } from 'dockerode';
import { BenchError } from '../../../contract/bench-error.ts';
import type { ServiceName } from '../../services/service-spec.ts';
import type { StackPlan } from '../../stack-plan.ts';
import type { Engine } from './connect-engine.ts';
import { engineWords } from './engine-error.ts';
import { nameOf, STACK_LABEL } from './stack-labels.ts';

/** The network that a stack's containers are on. */
export interface StackNetwork {
  readonly name: string;
  readonly id: string;
  /** Made by us for this stack; a network of somebody else is used and never removed. */
  readonly isOurs: boolean;
  /** This machine as seen from it. */
  readonly gateway: string;
  /** A service's name on it. */
  readonly hostOf: (service: ServiceName) => string;
}

/** What a machine is called on networks that are not its own, as in Docker Desktop's virtual machine. */
const HOST_BEHIND = 'host.docker.internal';

/**
 * The plan's network: made where there is none, used where somebody else made it. Where another stack
 * has one of that name this one gets its own, so that two stacks never share the name `triton`.
 * @throws BenchError 'stack-not-started'
 */
export async function stackNetwork(engine: Engine, plan: StackPlan): Promise<StackNetwork> {
  const there = await networkNamed(engine.docker, plan.network);
  if (!there) return created(engine, plan, plan.network);
  if (there.Labels?.[STACK_LABEL] === undefined) return described(engine, there, plan);
  return created(engine, plan, `${plan.network}-${plan.name}`);
}

async function created(engine: Engine, plan: StackPlan, name: string): Promise<StackNetwork> {
  try {
    const network = await engine.docker.createNetwork({
      Name: name,
      Driver: 'bridge',
      CheckDuplicate: true,
      Labels: { [STACK_LABEL]: plan.name },
    });
    return described(engine, await network.inspect(), plan);
  } catch (cause) {
    const message = `the network ${name} could not be made: ${engineWords(cause)}`;
    throw new BenchError('stack-not-started', message, {
      hint: 'see docker network ls; name another with --network',
      cause,
    });
  }
}

function described(engine: Engine, info: NetworkInspectInfo, plan: StackPlan): StackNetwork {
  const isOurs = info.Labels?.[STACK_LABEL] === plan.name;
  const gateway = info.IPAM?.Config?.find(({ Gateway }) => Gateway)?.Gateway;
  return {
    name: info.Name,
    id: info.Id,
    isOurs,
    gateway: engine.sharesItsNetwork && gateway !== undefined ? gateway : HOST_BEHIND,
    // On somebody else's network the short names may be taken.
    hostOf: (service) => (isOurs ? service : nameOf(plan.name, service)),
  };
}

/** The engine's own filter takes parts of names too. */
async function networkNamed(docker: Docker, name: string): Promise<NetworkInspectInfo | undefined> {
  const networks = await docker.listNetworks({ filters: { name: [name] } });
  return networks.find((network) => network.Name === name);
}
