// The little that a page cannot do from the server. Runs before the first paint, so that colours never flash.
window.hx = (() => {
  const cookie = 'hx-theme';
  const links = ['theme', 'theme-contrast'].map(id => document.getElementById(id));
  const current = () => document.documentElement.dataset.theme;

  const show = theme => {
    if (theme === current()) return;
    document.documentElement.dataset.theme = theme;
    for (const link of links) link.setAttribute('href', link.dataset[theme]);
  };

  const use = theme => {
    show(theme);
    document.cookie = `${cookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
  };

  // Without a choice the system's own preference decides.
  if (!document.cookie.split('; ').some(part => part.startsWith(cookie + '='))) {
    show(window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  }

  const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

  const narrow = width => window.matchMedia(`(max-width: ${width})`).matches;

  // False when the browser does not allow it (no permission, not a secure address).
  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };

  // Before Blazor's own handler, which would take "#main" for another page.
  document.addEventListener('click', event => {
    if (!event.target.closest('.hx-skip')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.getElementById('main').focus();
  }, { capture: true });

  // The second click of a double click belongs to the target of the first one: by then the page may show another
  // element under the pointer.
  let first = null;
  document.addEventListener('click', event => {
    const control = event.target.closest('a, button, label, input, select, summary');
    const hit = control?.labels?.[0] ?? control;
    if (event.detail <= 1) {
      first = hit;
    } else if (hit !== first) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, { capture: true });

  return { current, use, zone, narrow, copy, print: () => window.print() };
})();
