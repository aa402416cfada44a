/** `?profile=NAME` keeps several people or devices apart in one browser; each has its own core, view and sign-in. */
export function profileOf(search: string): string {
  const asked = new URLSearchParams(search).get('profile') ?? '';
  return /^[a-z0-9][a-z0-9_-]{0,39}$/.test(asked) ? asked : 'main';
}
