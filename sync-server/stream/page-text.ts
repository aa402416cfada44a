/** A page of the log as text, spliced from events that are serialised already. */
export function pageText(page: {
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
  readonly head: number;
  readonly texts: readonly string[];
  readonly ackedDeviceSeq: number;
}): string {
  return (
    `{"epoch":"${page.epoch}","from":${page.from},"to":${page.to},"head":${page.head},` +
    `"events":[${page.texts.join(',')}],"ackedDeviceSeq":${page.ackedDeviceSeq}}`
  );
}

export const pageFrame = (text: string): string => `{"kind":"page","page":${text}}`;
