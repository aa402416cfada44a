import './pages.css';

/** The few pages the browser host shows by itself, before or after the app. */
type PageName = 'open-elsewhere' | 'moved';

const WORDS: Readonly<Record<PageName, { readonly title: string; readonly text: string; readonly action: string }>> = {
  'open-elsewhere': {
    title: 'Muster is already open in another tab',
    text: 'Your work on this device belongs to one tab at a time. The other tab saves what it has and closes first; nothing is lost.',
    action: 'Use Muster here',
  },
  moved: {
    title: 'Muster moved to another tab',
    text: 'You are working in another tab now. Everything you did here is saved.',
    action: 'Use Muster here again',
  },
};

/** Covers the window with a page and resolves when the person chooses its one action. */
export function showPage(name: PageName): Promise<void> {
  const words = WORDS[name];
  const page = document.createElement('main');
  page.className = 'host-page';
  page.setAttribute('aria-labelledby', 'host-page-title');
  const title = document.createElement('h1');
  title.id = 'host-page-title';
  title.textContent = words.title;
  const text = document.createElement('p');
  text.textContent = words.text;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.action;
  page.append(title, text, button);
  const behind = [...document.body.children].filter((element): element is HTMLElement => element instanceof HTMLElement);
  for (const element of behind) element.inert = true;
  document.body.append(page);
  button.focus();
  return new Promise((resolve) => {
    button.addEventListener(
      'click',
      () => {
        page.remove();
        for (const element of behind) element.inert = false;
        resolve();
      },
      { once: true },
    );
  });
}
