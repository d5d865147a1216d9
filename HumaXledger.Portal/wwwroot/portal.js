// The little that a page cannot do from the server. Runs before the first paint, so that colours never flash.
window.hx = (() => {
  const cookie = 'hx-theme';
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const current = () => root.dataset.theme;

  const show = theme => {
    if (theme === current()) return;
    root.dataset.theme = theme;
    for (const link of document.querySelectorAll('link[data-light]')) link.setAttribute('href', link.dataset[theme]);
  };

  // 'light', 'dark', or 'system' while nothing was chosen.
  const choice = () =>
    document.cookie.split('; ').find(part => part.startsWith(cookie + '='))?.slice(cookie.length + 1) ?? 'system';

  const follow = () => {
    if (choice() === 'system') show(system.matches ? 'dark' : 'light');
  };

  const use = theme => {
    const chosen = theme !== 'system';
    document.cookie =
      `${cookie}=${chosen ? theme : ''}; path=/; max-age=${chosen ? 31536000 : 0}; samesite=lax`;
    if (chosen) show(theme); else follow();
  };

  // Row height of tables: 'comfortable' or 'compact'.
  const space = density => {
    document.cookie = `hx-density=${density}; path=/; max-age=31536000; samesite=lax`;
    root.dataset.density = density;
  };

  follow();
  system.addEventListener('change', follow);

  // The choices of colours and density are plain radio buttons: they work on pages without a circuit too.
  document.addEventListener('beforetoggle', event => {
    for (const radio of event.target.querySelectorAll('input[name="hx-theme"]')) {
      radio.checked = radio.value === choice();
    }
    for (const radio of event.target.querySelectorAll('input[name="hx-density"]')) {
      radio.checked = radio.value === root.dataset.density;
    }
  }, { capture: true });
  document.addEventListener('change', event => {
    if (event.target.name === 'hx-theme') use(event.target.value);
    if (event.target.name === 'hx-density') space(event.target.value);
  });

  // A link in a pop-up leads on without a new document; the pop-up closes with it.
  document.addEventListener('click', event => {
    if (event.target.closest('[popover] a')) event.target.closest('[popover]').hidePopover();
  });

  const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

  // A message of more than 64 KiB ends the circuit (Limits.LargestCircuitMessage), and a letter has up to three bytes:
  // longer text never gets into a field, and the layout says so.
  const longest = 16000;
  let frame = null;
  const refuse = () => frame?.invokeMethodAsync('TextRefused').catch(() => {});
  for (const kind of ['paste', 'drop']) {
    document.addEventListener(kind, event => {
      const text = (event.clipboardData ?? event.dataTransfer)?.getData('text/plain') ?? '';
      if (text.length <= longest) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      refuse();
    }, { capture: true });
  }
  document.addEventListener('input', event => {
    if (!(event.target.value?.length > longest)) return;
    event.target.value = '';
    refuse();
  }, { capture: true });

  // Use of the session is what a person does, not what the page does by itself: live updates and answers to the server
  // do not count. Events that a script made are not trusted.
  const inputEvery = 60000;
  let inputReported = -Infinity;
  const reportInput = event => {
    if (!frame || !event.isTrusted || performance.now() - inputReported < inputEvery) return;
    inputReported = performance.now();
    frame.invokeMethodAsync('InputSeen').catch(() => { inputReported = -Infinity; });
  };
  for (const kind of ['pointerdown', 'wheel', 'keydown']) {
    document.addEventListener(kind, reportInput, { capture: true, passive: true });
  }

  // Whether tables are shown as cards; the layout hears of each change.
  const watchNarrow = layout => {
    frame = layout;
    const query = window.matchMedia('(max-width: 600px)');
    query.addEventListener('change', () => layout.invokeMethodAsync('NarrowChanged', query.matches).catch(() => {}));
    return query.matches;
  };

  // False when the browser does not allow it (no permission, not a secure address).
  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };

  // The browser keeps the focus inside, closes with Escape and gives the focus back to the opener.
  const openDialog = dialog => {
    if (!dialog.open) dialog.showModal();
    (dialog.querySelector('[autofocus], input:not([type=hidden]), select, textarea') ?? dialog.querySelector('h2'))
      .focus();
  };
  const closeDialog = dialog => {
    dialog.close();
    // The opener may have gone with what was decided.
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  };

  // Ctrl+K anywhere, and a slash outside inputs, lead to the person search; on a narrow screen it is a pop-up.
  document.addEventListener('toggle', event => {
    if (event.target.id === 'find' && event.newState === 'open') document.getElementById('find-person').focus();
  }, { capture: true });
  document.addEventListener('keydown', event => {
    const person = document.getElementById('find-person');
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const typing = event.target.closest?.('input, textarea, select, [contenteditable], dialog');
    const wanted = event.key === '/' ? plain && !typing : event.key === 'k' && (event.ctrlKey || event.metaKey);
    if (!person || !wanted) return;
    event.preventDefault();
    const find = document.getElementById('find');
    if (getComputedStyle(find).display === 'none') find.showPopover();
    person.focus();
    person.select();
  });
  const focus = id => document.getElementById(id)?.focus();
  const hide = id => {
    const popup = document.getElementById(id);
    if (popup?.matches(':popover-open')) popup.hidePopover();
  };

  // Before Blazor's own handler, which would take "#main" for another page.
  document.addEventListener('click', event => {
    if (!event.target.closest('.ui-skip')) return;
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

  // Reports which rows of a long list are in the window, where they are not rendered (RowWindow.cs). One report at a
  // time: scrolling goes on while the server answers, and the last position is what counts.
  const watchRows = (list, before, height) => {
    let due = false, asking = false, asked = '';
    // All rows have one height, so nothing moves when others are rendered; the browser would correct it all the same.
    before.parentElement.style.overflowAnchor = 'none';
    const look = () => {
      due = false;
      // Without the circuit a report would neither be answered nor fail.
      if (asking || document.getElementById('components-reconnect-modal')?.dataset.state) return;
      if (!before.isConnected) {
        stop();
        return;
      }
      const [from, to, count] = before.dataset.window.split(' ').map(Number);
      const top = before.getBoundingClientRect().top;
      const row = place => Math.min(Math.max(place, 0), count);
      const first = row(Math.floor(-top / height)), end = row(Math.ceil((innerHeight - top) / height));
      if ((first >= from && end <= to) || asked === `${first} ${end}`) return;
      asked = `${first} ${end}`;
      asking = true;
      list.invokeMethodAsync('Show', first, end).then(later, () => { asked = ''; }).finally(() => { asking = false; });
    };
    const later = () => {
      if (due) return;
      due = true;
      requestAnimationFrame(look);
    };
    // What was reported while the circuit went away is never answered.
    const anew = () => {
      asking = false;
      asked = '';
      later();
    };
    const rendered = new MutationObserver(() => { asked = ''; later(); });
    // Of the window, and of what is above the list.
    const sized = new ResizeObserver(later);
    const stop = () => {
      rendered.disconnect();
      sized.disconnect();
      window.removeEventListener('scroll', later, { capture: true });
      window.removeEventListener('resize', later);
      document.removeEventListener('components-reconnect-state-changed', anew, { capture: true });
    };
    rendered.observe(before, { attributeFilter: ['data-window'] });
    sized.observe(document.body);
    window.addEventListener('scroll', later, { capture: true, passive: true });
    window.addEventListener('resize', later);
    document.addEventListener('components-reconnect-state-changed', anew, { capture: true });
    later();
  };

  // The rows of a large table are one stop of the Tab key. Inside it arrows go from row to row, and letters press the
  // buttons of the row, which are marked with what they do.
  const acts = {
    ArrowLeft: 'huma', h: 'huma', ArrowRight: 'xledger', x: 'xledger', s: 'skip', c: 'clear', d: 'open',
  };
  const find = (row, act) => row?.querySelector(`[data-act="${act}"]`);
  const enter = (row, act) => {
    const target = find(row, act) ?? find(row, 'huma');
    target?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  };
  const visibleRow = table => {
    // The cells are sticky, the head itself is not.
    const head = table.tHead.rows[0].cells[0].getBoundingClientRect().bottom;
    return [...table.querySelectorAll('tr[data-row]')].find(row => row.getBoundingClientRect().top >= head - 1);
  };
  document.addEventListener('keydown', event => {
    const table = event.target.closest('table[data-rows]');
    if (!table || event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const row = event.target.closest('tr[data-row]');
    if (key === '?') {
      document.getElementById(table.dataset.rows).click();
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      let next = row;
      do next = key === 'ArrowDown' ? next?.nextElementSibling : next?.previousElementSibling;
      while (next && !('row' in next.dataset));
      if (row ? next : true) enter(row ? next : visibleRow(table), event.target.dataset.act ?? 'huma');
    } else if (row && key === ' ') {
      if (event.target.type !== 'checkbox') find(row, 'select').click(); else return;
    } else if (row && acts[key]) {
      const target = find(row, acts[key]);
      // The arrow also goes to the value, so that Enter repeats what is seen.
      if (key.startsWith('Arrow')) target?.focus({ preventScroll: true });
      target?.click();
    } else {
      return;
    }
    event.preventDefault();
  });
  // A click on the button that clears a choice takes the button away; the focus stays in its row.
  document.addEventListener('click', event => {
    const clear = event.target.closest('[data-act="clear"]');
    if (clear) find(clear.closest('tr, article'), 'huma')?.focus({ preventScroll: true });
  }, { capture: true });

  // Without the server nothing on the page answers: its controls cannot be used until the circuit is back, and the
  // banner gives the reason. What is on the page stays readable until the page is loaded again. The focus returns to
  // where it was.
  const states = { show: 'trying', retrying: 'trying', paused: 'trying', failed: 'failed', rejected: 'rejected' };
  const controls = 'a[href], button, input, select, textarea, summary';
  let focused = null;
  let stopped = [];

  // What was typed and the server may not know: a control that is stopped loses the focus, and the 'change' of that
  // finds no connection. It is repeated when the circuit is back. A control that is left while the circuit is up has
  // said everything, with or without a 'change'; one that the page no longer holds is forgotten.
  const unheard = new Set();
  document.addEventListener('input', event => {
    for (const control of unheard) if (!control.isConnected) unheard.delete(control);
    unheard.add(event.target);
  }, { capture: true });
  document.addEventListener('change', event => {
    if (stopped.length > 0) unheard.add(event.target); else unheard.delete(event.target);
  }, { capture: true });
  document.addEventListener('focusout', event => {
    if (stopped.length === 0) unheard.delete(event.target);
  }, { capture: true });
  const repeat = () => {
    for (const control of [...unheard].filter(one => one.isConnected)) {
      for (const kind of ['input', 'change']) control.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    unheard.clear();
  };

  // 'rejected' comes from a server that answers and does not know the page: it was started anew, or another node took
  // over. The address holds step, filter and person, and the server what was decided, so the page is loaded again; not
  // more often than every five seconds, where a server refuses every page. The cookie says that no user did anything
  // (Access/Visit.cs): it is no use of the session.
  const again = () => {
    const wait = Number(sessionStorage.getItem('hx-reloaded') ?? 0) + 5000 - Date.now();
    setTimeout(() => {
      sessionStorage.setItem('hx-reloaded', Date.now());
      document.cookie = 'hx-reload=1; path=/; max-age=10; samesite=lax';
      location.reload();
    }, Math.max(0, wait));
  };
  // 'failed' is the end of Blazor's own attempts.
  let asking = null;
  const whenReady = async () => {
    try {
      if ((await fetch('/health/ready', { cache: 'no-store' })).ok) again();
    } catch {
      // Asked again in a moment.
    }
  };
  document.addEventListener('components-reconnect-state-changed', event => {
    const state = states[event.detail.state] ?? (event.detail.state === 'hide' ? null : 'rejected');
    const banner = document.getElementById('components-reconnect-modal');
    if (state) banner.dataset.state = state; else delete banner.dataset.state;
    if (state === 'rejected') again();
    clearInterval(asking);
    if (state === 'failed') asking = setInterval(whenReady, 5000);
    if (state && stopped.length === 0) {
      focused = document.activeElement;
      stopped = [...document.querySelectorAll(`#frame :is(${controls}):not([inert])`)];
      for (const control of stopped) control.inert = true;
    } else if (!state) {
      for (const control of stopped) control.inert = false;
      stopped = [];
      focused?.focus();
      repeat();
    }
  }, { capture: true });

  // The dialog of the browser blocks the page: it opens in a turn of its own, and the page hears when it was closed.
  const print = () => new Promise(done => {
    window.addEventListener('afterprint', () => done(), { once: true });
    setTimeout(() => window.print());
  });

  return { current, use, zone, watchNarrow, watchRows, copy, openDialog, closeDialog, focus, hide, print };
})();
