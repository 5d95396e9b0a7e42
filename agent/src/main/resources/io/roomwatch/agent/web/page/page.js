// Keeps the status page fresh: the server says by server-sent events that something changed, then the page is
// fetched and its parts that differ are put in place. Without this script the page loads itself again.
(function () {
  'use strict';

  const POLL_MS = 30000;
  // The server says something every 15 seconds: a line that was cut says nothing, not even that.
  const SILENCE_MS = 40000;
  const ANSWER_MS = 10000;
  const root = document.documentElement;
  const live = document.getElementById('live');
  const announce = document.getElementById('announce');
  const shown = new Map();
  let loading = false;
  let again = false;
  let streaming = false;
  let retryMs = 3000;
  let silence = 0;

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

  function fresh() {
    say(streaming
      ? 'Live, as of ' + clock() + '.'
      : 'As of ' + clock() + ', looked at again every 30 seconds.', true);
  }

  function lost() {
    streaming = false;
    if (root.classList.contains('stale')) {
      // Told already, with the time when it began.
      return;
    }
    say('Not connected since ' + clock() + ': what you see may be old.', false);
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
    fresh();
  }

  function refresh() {
    if (loading) {
      again = true;
      return;
    }
    loading = true;
    fetch('/', {cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(ANSWER_MS)})
      .then(function (answer) {
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        return answer.text();
      })
      .then(swap)
      .catch(lost)
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
    function heard() {
      clearTimeout(silence);
      silence = setTimeout(function () {
        source.close();
        lost();
        refresh();
        listen();
      }, SILENCE_MS);
    }
    source.addEventListener('open', function () {
      streaming = true;
      retryMs = 3000;
      heard();
    });
    source.addEventListener('beat', function () {
      heard();
      if (!loading) {
        fresh();
      }
    });
    source.addEventListener('changed', function (event) {
      heard();
      if (event.data !== root.dataset.version) {
        refresh();
      } else {
        fresh();
      }
    });
    source.addEventListener('error', function () {
      clearTimeout(silence);
      lost();
      if (source.readyState === EventSource.CLOSED) {
        // Too many readers, or nobody there: ask now and then, until there is a stream again.
        refresh();
        setTimeout(listen, retryMs);
        retryMs = Math.min(2 * retryMs, POLL_MS);
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
