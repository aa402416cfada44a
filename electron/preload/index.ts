import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from '../../shared/ipc/bridge-client.ts';

// The page gets methods, never channel names, event objects or ipcRenderer itself (S2, S3, S4).
contextBridge.exposeInMainWorld(
  'muster',
  createBridge({
    invoke: (name, input) => ipcRenderer.invoke(name, input ?? null),
    on: (name, listener) => {
      const relay = (_event: unknown, payload: unknown): void => listener(payload);
      ipcRenderer.on(name, relay);
      return () => void ipcRenderer.removeListener(name, relay);
    },
  }),
);
