import type { CommandDefinition } from '../domain/kernel/aggregate.ts';
import { err } from '../domain/kernel/result.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import type { EventBus } from '../events/bus.ts';
import type { BridgeReply, CommandReceipt, CommandRequest } from '../ipc/bridge.ts';
import { bridgeError } from './errors.ts';

export const SERVICE_NAMES = ['bookings', 'staffing', 'locations', 'kits', 'organizations', 'notifications', 'conflicts'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Which service answers for which nouns: the first part of a command's name. */
const NOUNS: Readonly<Record<ServiceName, readonly string[]>> = {
  bookings: ['booking'],
  staffing: ['shift', 'availability'],
  locations: ['location'],
  kits: ['kit', 'allocation', 'item'],
  organizations: ['organization', 'member', 'invitation'],
  notifications: ['notification'],
  conflicts: ['conflict'],
};

/** Runs a command against a store: the device's commands here, the sequencer on a server. */
export type CommandExecutor = (request: CommandRequest) => Promise<BridgeReply<CommandReceipt>>;

/** The only way to change the things it is responsible for. */
export interface Service {
  readonly name: ServiceName;
  readonly commands: ReadonlyMap<string, CommandDefinition>;
  execute(request: CommandRequest): Promise<BridgeReply<CommandReceipt>>;
}

export interface ServiceDependencies {
  readonly rulebook: Rulebook;
  readonly execute: CommandExecutor;
  readonly eventBus: EventBus;
}

/** Every service and the bus, found in one place. */
export class Services {
  readonly eventBus: EventBus;
  readonly #services: ReadonlyMap<ServiceName, Service>;
  readonly #byNoun: ReadonlyMap<string, Service>;

  constructor(dependencies: ServiceDependencies) {
    this.eventBus = dependencies.eventBus;
    const services = SERVICE_NAMES.map((name) => makeService(name, dependencies));
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.#byNoun = new Map(services.flatMap((service) => NOUNS[service.name].map((noun) => [noun, service] as const)));
    for (const command of dependencies.rulebook.commands.keys()) {
      if (!this.#byNoun.has(nounOf(command))) throw new Error(`no service answers for command ${command}`);
    }
  }

  get(name: ServiceName): Service {
    const service = this.#services.get(name);
    if (service === undefined) throw new Error(`no service ${name}`);
    return service;
  }

  /** Hands a command to the service that owns its noun. */
  async run(request: CommandRequest): Promise<BridgeReply<CommandReceipt>> {
    const service = this.#byNoun.get(nounOf(request.name));
    return service === undefined ? unknownCommand(request) : service.execute(request);
  }
}

function makeService(name: ServiceName, { rulebook, execute }: ServiceDependencies): Service {
  const commands = new Map([...rulebook.commands].filter(([command]) => NOUNS[name].includes(nounOf(command))));
  return {
    name,
    commands,
    execute: async (request) => (commands.has(request.name) ? execute(request) : unknownCommand(request)),
  };
}

const nounOf = (command: string): string => command.slice(0, Math.max(0, command.indexOf('.')));

function unknownCommand(request: CommandRequest): BridgeReply<CommandReceipt> {
  return err(bridgeError('invalid-input', 'command.unknown', { name: request.name.slice(0, 80) }, 'name'));
}
