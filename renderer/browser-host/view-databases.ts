/** Deletes the IndexedDB databases of a profile's view. Only a cache lives there; the core's data is in another store. */
export async function clearViewDatabases(profile: string): Promise<void> {
  const ours = new RegExp(`^rxdb-dexie-muster-view-\\d+-${profile}--`);
  const databases = await indexedDB.databases().catch(() => []);
  await Promise.all(
    databases.map(async ({ name }) => {
      if (name === undefined || !ours.test(name)) return;
      await new Promise<void>((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = () => resolve();
        request.onerror = () => resolve();
        request.onblocked = () => resolve();
      });
    }),
  );
}
