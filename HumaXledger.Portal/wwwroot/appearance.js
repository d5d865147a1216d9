// Light or dark. Runs before the first paint: without a choice the system's own preference decides.
window.hxAppearance = (() => {
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

  if (!document.cookie.split('; ').some(part => part.startsWith(cookie + '='))) {
    show(window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  }

  const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

  return { current, use, zone };
})();
