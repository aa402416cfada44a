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
  /** Connections that came while it was up. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Puts a proxy in front of a server on this machine. */
export async function startTcpProxy(serverUrl: string): Promise<TcpProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;
  let connections = 0;

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
    carry(inbound, outbound, () => delayMs);
    carry(outbound, inbound, () => delayMs);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    restore: () => {
      isCut = false;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Moves data one way. Equal delays keep their order, because timers of one length fire in the order they were set. */
function carry(from: Socket, to: Socket, delayMs: () => number): void {
  from.on('data', (chunk) => {
    const wait = delayMs();
    if (wait === 0) to.write(chunk);
    else setTimeout(() => void (to.writable && to.write(chunk)), wait);
  });
  from.on('end', () => setTimeout(() => to.end(), delayMs()));
}
