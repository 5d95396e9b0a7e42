// Keeps the status page fresh: the server says by server-sent events that something changed, then the page is
// fetched and its parts that differ are put in place. Without this script the page loads itself again.
(function () {
  'use strict';

  const POLL_MS = 30000;
  const root = document.documentElement;
  const live = document.getElementById('live');
  const announce = document.getElementById('announce');
  const shown = new Map();
  let loading = false;
  let again = false;

  function parts() {
    return document.querySelectorAll('[data-live]');
  }

  function say(text, connected) {
    live.textContent = text;
    root.classList.toggle('stale', !connected);
  }

  function clock() {
    return new Date().toLocaleTimeString();
  }

  function opened(part) {
    return Array.from(part.querySelectorAll('details[id]')).map(function (one) {
      return [one.id, one.open];
    });
  }

  // What the focus is on, as it can be found again in the new content.
  function focused(part) {
    const on = document.activeElement;
    if (!on || !part.contains(on)) {
      return null;
    }
    if (on.tagName === 'SUMMARY') {
      return '#' + CSS.escape(on.parentElement.id) + ' > summary';
    }
    const href = on.getAttribute('href');
    return href ? 'a[href="' + CSS.escape(href) + '"]' : null;
  }

  function put(part, next) {
    const details = opened(part);
    const focus = focused(part);
    part.className = next.className;
    part.replaceChildren.apply(part, Array.from(next.childNodes));
    details.forEach(function (one) {
      const found = document.getElementById(one[0]);
      if (found) {
        found.open = one[1];
      }
    });
    const target = focus && part.querySelector(focus);
    if (target) {
      target.focus({preventScroll: true});
    }
  }

  function swap(text) {
    const next = new DOMParser().parseFromString(text, 'text/html');
    const ids = Array.from(next.querySelectorAll('[data-live]')).map(function (one) { return one.id; });
    const here = Array.from(parts()).map(function (one) { return one.id; });
    if (ids.join() !== here.join()) {
      // Another configuration: other groups of checks.
      location.reload();
      return;
    }
    parts().forEach(function (part) {
      const other = next.getElementById(part.id);
      const html = other.className + other.innerHTML;
      if (shown.get(part.id) !== html) {
        shown.set(part.id, html);
        put(part, document.adoptNode(other));
      }
    });
    if (document.title !== next.title) {
      document.title = next.title;
      announce.textContent = document.getElementById('verdict-summary').textContent;
    }
    root.dataset.version = next.documentElement.dataset.version;
    say('Live, as of ' + clock() + '.', true);
  }

  function refresh() {
    if (loading) {
      again = true;
      return;
    }
    loading = true;
    fetch('/', {cache: 'no-store', credentials: 'same-origin'})
      .then(function (answer) {
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        return answer.text();
      })
      .then(swap)
      .catch(function () {
        say('Not connected since ' + clock() + ': what you see may be old.', false);
      })
      .finally(function () {
        loading = false;
        if (again) {
          again = false;
          refresh();
        }
      });
  }

  function listen() {
    const source = new EventSource('/live');
    source.addEventListener('changed', function (event) {
      if (event.data !== root.dataset.version) {
        refresh();
      } else {
        say('Live, as of ' + clock() + '.', true);
      }
    });
    source.addEventListener('error', function () {
      if (source.readyState === EventSource.CLOSED) {
        // Too many readers, or nobody there: ask now and then, until there is a stream again.
        refresh();
        setTimeout(listen, POLL_MS);
      } else {
        say('Not connected since ' + clock() + ': what you see may be old.', false);
      }
    });
  }

  parts().forEach(function (part) {
    shown.set(part.id, part.className + part.innerHTML);
  });
  if (root.dataset.version) {
    listen();
  } else {
    // For strangers there is no stream.
    setInterval(refresh, POLL_MS);
  }
}());
