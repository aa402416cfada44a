import '../../../shared/security/jitless.ts';
import type { FeedPage, FeedRequest, MusterBridge, ViewRow } from '../../../shared/ipc/bridge.ts';
import { COLLECTIONS } from '../../../shared/ipc/bridge.ts';
import { openView } from '../../view/open-view.ts';
import { countsFrom } from '../../view/store.ts';
import type { View } from '../../view/view.ts';
import { connectBrowserHost } from '../connect.ts';

/** Test tooling: the real host and the real view, handed to a spec. Part of no build of the app. */
export interface CheckPage {
  readonly bridge: MusterBridge;
  /** Opens the view; after `stallAfterPages` pages of the feed the next one never comes, so that a stamp is never written. */
  open(options?: { readonly stallAfterPages?: number; readonly profile?: string }): Promise<View>;
  /** Resolves when the view says it is complete. */
  ready(view: View): Promise<void>;
  /** Every living row of the core and every row of the view, `collection/id@rev`, sorted: equal or not. */
  compare(view: View): Promise<{ readonly core: readonly string[]; readonly view: readonly string[] }>;
  readonly feedRequests: FeedRequest[];
}

declare global {
  interface Window {
    check?: CheckPage;
  }
}

const bridge = await connectBrowserHost();
const feedRequests: FeedRequest[] = [];

window.check = {
  bridge,
  feedRequests,
  open({ stallAfterPages = Number.POSITIVE_INFINITY, profile = 'main' } = {}) {
    let pages = 0;
    const feed: MusterBridge['view']['feed'] = (request) => {
      feedRequests.push(request);
      if (request.window === undefined) pages += 1;
      return pages > stallAfterPages ? new Promise(() => undefined) : bridge.view.feed(request);
    };
    return openView({ bridge: { ...bridge, view: { ...bridge.view, feed } }, storage: 'dexie', profile });
  },
  async ready(view) {
    while (view.status.current().phase !== 'ready') await new Promise((resolve) => void setTimeout(resolve, 20));
  },
  async compare(view) {
    const living = (await allRows()).filter((row) => !row.deleted);
    const tables = [...COLLECTIONS, 'invitations'] as const;
    const shown = await Promise.all(tables.map((table) => view.readRows(table, {})));
    const name = (row: Pick<ViewRow, 'collection' | 'id' | 'rev'>): string => `${row.collection}/${row.id}@${row.rev}`;
    return { core: living.map(name).sort(), view: shown.flat().map(name).sort() };
  },
};

async function allRows(): Promise<readonly ViewRow[]> {
  const rows: ViewRow[] = [];
  let page: FeedPage = { generation: '', reset: false, rows: [], toRev: 0, headRev: 1, counts: countsFrom(() => 0) };
  while (page.toRev < page.headRev) {
    const reply = await bridge.view.feed({ generation: page.generation, afterRev: page.toRev, limit: 500 });
    if (!reply.ok) throw new Error(`the feed answered ${reply.error.kind}`);
    page = reply.value;
    rows.push(...page.rows);
  }
  return rows;
}
