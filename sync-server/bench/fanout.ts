export async function fanout(): Promise<void> {}
