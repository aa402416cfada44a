import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A loopback stretch of network that a spec can cut, slow down and restore. */
export interface TcpProxy {
  /** Address to give to a device instead of the server's own. */
  readonly url: string;
  readonly port: number;
  /** Drops every connection at once and refuses new ones, as when the cable is pulled. */
  cut(): void;
  restore(): void;
  /** Holds every piece of data back for this long, in both directions. */
  delay(ms: number): void;
  /** Takes every piece of data and lets none through, while all connections stay open: a network that has died silently. */
  halfOpen(on: boolean): void;
  /** Lets this many more bytes through, over all connections, and then cuts in the middle of whatever is being said. */
  truncateAfter(bytes: number): void;
  /** Connections that came while it was up. */
  readonly connections: () => number;
  /** Bytes that devices have sent towards the server, those included that are still held back. */
  readonly sentUp: () => number;
  close(): Promise<void>;
}

/** Puts a proxy in front of a server on this machine. */
export async function startTcpProxy(serverUrl: string): Promise<TcpProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;
  let connections = 0;
  let sentUp = 0;
  let isHalfOpen = false;
  let bytesLeft = Number.POSITIVE_INFINITY;

  const cutAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  /** What of a piece of data gets through. */
  const passed = (chunk: Buffer): Buffer | null => {
    if (isHalfOpen) return null;
    if (chunk.length <= bytesLeft) {
      bytesLeft -= chunk.length;
      return chunk;
    }
    const rest = chunk.subarray(0, bytesLeft);
    bytesLeft = Number.POSITIVE_INFINITY;
    setImmediate(cutAll);
    return rest;
  };

  const server = createServer((inbound) => {
    if (isCut) {
      inbound.destroy();
      return;
    }
    connections += 1;
    const outbound = connect(Number(target.port), target.hostname);
    for (const socket of [inbound, outbound]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        inbound.destroy();
        outbound.destroy();
      });
    }
    const road = { delayMs: () => delayMs, passed };
    inbound.on('data', (chunk) => (sentUp += chunk.length));
    carry(inbound, outbound, road);
    carry(outbound, inbound, road);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cut: () => {
      isCut = true;
      cutAll();
    },
    restore: () => {
      isCut = false;
      isHalfOpen = false;
      bytesLeft = Number.POSITIVE_INFINITY;
    },
    halfOpen: (on) => {
      isHalfOpen = on;
    },
    truncateAfter: (bytes) => {
      bytesLeft = bytes;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    connections: () => connections,
    sentUp: () => sentUp,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

interface Road {
  readonly delayMs: () => number;
  readonly passed: (chunk: Buffer) => Buffer | null;
}

/** Moves data one way. Equal delays keep their order, because timers of one length fire in the order they were set. */
function carry(from: Socket, to: Socket, { delayMs, passed }: Road): void {
  from.on('data', (chunk) => {
    const data = passed(chunk);
    if (data === null) return;
    const wait = delayMs();
    if (wait === 0) to.write(data);
    else setTimeout(() => void (to.writable && to.write(data)), wait);
  });
  from.on('end', () => setTimeout(() => to.end(), delayMs()));
}
