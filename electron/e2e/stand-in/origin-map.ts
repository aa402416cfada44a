// Chromium refuses to navigate to a scheme it does not know, and only Electron can teach it one. So pages of the app's
// scheme live on a reserved host here, and both directions are translated at the edge of the stand-in.
const APP = 'muster://app';
const PAGE = 'https://app.muster.invalid';

/** Where specs find the page in this host. */
export const PAGE_ORIGIN = PAGE;

export const toPageUrl = (url: string): string => (url === APP || url.startsWith(`${APP}/`) ? PAGE + url.slice(APP.length) : url);
export const toAppUrl = (url: string): string => (url === PAGE || url.startsWith(`${PAGE}/`) ? APP + url.slice(PAGE.length) : url);
