'use strict';
// Everything that comes from outside is put on the page as text, never as markup.
(() => {
  const shown = 200;
  const id = (name) => document.getElementById(name);
  const state = { kiosks: new Map(), events: [], held: [], listener: null, lost: false, language: pickLanguage() };

  function pickLanguage() {
    const asked = new URLSearchParams(location.search).get('lang') || localStorage.getItem('language') || navigator.language;
    return asked.startsWith('zh') ? 'zh-CN' : 'en';
  }

  const t = (key, values = {}) => Object.entries(values).reduce((text, [k, v]) => text.replace(`{${k}}`, v), texts[state.language][key] ?? key);
  const word = (table, key) => (Object.hasOwn(texts[state.language][table], key) ? texts[state.language][table][key] : key);

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === 'tone') made.dataset.tone = value;
      else if (key === 'class') made.className = value;
      else made[key] = value;
    }
    made.append(...children.filter((c) => c !== null && c !== undefined && c !== ''));
    return made;
  }

  // One shape a tone: they differ without any colour.
  const shapes = {
    pass: 'M4 12.5l5 5L20 6.5',
    refer: 'M12 3v11M12 18.5v2',
    deny: 'M5 5l14 14M19 5L5 19',
    unable: 'M8 8.5a4 4 0 1 1 5.5 3.7c-1 .5-1.5 1.2-1.5 2.3v.5M12 19.5v.5',
    quiet: 'M5 12h14',
  };
  function mark(tone) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('class', 'mark');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', shapes[tone]);
    path.setAttribute('fill', 'none');
    path.setAttribute('stroke', 'currentColor');
    path.setAttribute('stroke-width', '3.4');
    path.setAttribute('stroke-linecap', 'round');
    path.setAttribute('stroke-linejoin', 'round');
    svg.append(path);
    return svg;
  }
  const badge = (tone, text) => element('span', { class: 'badge', tone }, mark(tone), text);

  const stateTone = { online: 'pass', degraded: 'refer', offline: 'deny', silent: 'unable', unknown: 'quiet' };
  const verdicts = ['pass', 'refer', 'deny', 'unable'];

  const clockFormat = () => new Intl.DateTimeFormat(state.language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const dayFormat = () => new Intl.DateTimeFormat(state.language, { month: 'short', day: 'numeric' });
  function when(text) {
    const at = new Date(text);
    const sameDay = at.toDateString() === new Date().toDateString();
    return { clock: clockFormat().format(at), day: sameDay ? '' : `${dayFormat().format(at)}${at.getFullYear() === new Date().getFullYear() ? '' : ` ${at.getFullYear()}`}` };
  }
  function ago(text) {
    if (!text) return t('never');
    const seconds = Math.round((Date.now() - new Date(text)) / 1000);
    const format = new Intl.RelativeTimeFormat(state.language, { numeric: 'auto', style: 'short' });
    if (seconds < 5) return format.format(0, 'second');
    if (seconds < 90) return format.format(-seconds, 'second');
    if (seconds < 5400) return format.format(-Math.round(seconds / 60), 'minute');
    if (seconds < 129600) return format.format(-Math.round(seconds / 3600), 'hour');
    return format.format(-Math.round(seconds / 86400), 'day');
  }

  function tone(event) {
    if (event.kind === 'scan') return Object.hasOwn(shapes, event.verdict) ? event.verdict : 'quiet';
    if (event.kind === 'alarm') return event.data?.active ? 'refer' : 'quiet';
    if (event.kind === 'gap') return 'deny';
    if (event.kind === 'gate') return ['forced', 'tailgated', 'unauthorised'].includes(event.data?.action) ? 'deny' : 'quiet';
    return 'quiet';
  }

  function row(event) {
    const data = event.data ?? {};
    const time = when(event.time);
    const about = tone(event);
    const what = event.kind === 'scan' ? word('verdict', event.verdict)
      : event.kind === 'gate' ? `${word('kind', 'gate')} · ${word('gate', String(data.action))}`
      : event.kind === 'alarm' ? `${word('kind', 'alarm')} · ${data.active ? t('raised') : t('cleared')}`
      : word('kind', event.kind);
    const why = event.kind === 'scan' ? (data.reasons ?? []).map((r) => word('reason', String(r))).join(state.language === 'en' ? ', ' : '、')
      : event.kind === 'alarm' ? `${word('reason', String(data.code))} — ${data.detail}`
      : event.kind === 'gap' ? t('dropped', { first: data.first, last: data.last })
      : event.kind === 'gate' ? word('cause', String(data.cause ?? ''))
      : event.kind === 'report' ? t('counts', { n: Object.values(data.counts ?? {}).reduce((a, b) => a + Number(b), 0) }) : '';
    const measured = data.measurement;
    const made = element('tr', { tone: about },
      element('td', { class: 'when' }, time.clock, time.day && element('small', {}, time.day),
        event.clock !== 'synced' ? element('small', {}, word('clockWord', event.clock)) : ''),
      element('td', { class: 'kiosk-cell' }, state.kiosks.get(event.device)?.lane || event.checkpoint, element('small', {}, `${event.device} · ${event.sequence}`)),
      element('td', { class: 'what' }, badge(about, what),
        event.replay !== 'live' ? element('span', { class: 'tag' }, word('replay', event.replay)) : '',
        data.direction ? element('span', { class: 'tag' }, word('direction', data.direction)) : ''),
      element('td', { class: 'why' }, why),
      element('td', { class: 'number' }, measured ? Number(measured.celsius).toFixed(1) : '',
        measured ? element('small', {}, `± ${Number(measured.uncertaintyCelsius).toFixed(1)}`) : ''),
      element('td', { class: 'code' }, data.credential ? String(data.credential.format) : '',
        data.credential?.kind ? element('small', {}, String(data.credential.kind)) : ''));
    return made;
  }

  const filters = {
    all: () => true,
    scans: (event) => event.kind === 'scan',
    problems: (event) => !['pass', 'quiet'].includes(tone(event)),
  };
  const passes = (event) => filters[id('filter').value || 'all'](event);

  function drawEvents() {
    id('events').replaceChildren(...state.events.filter(passes).slice(0, shown).map(row));
    id('no-events').hidden = id('events').childElementCount > 0;
  }

  function addEvents(events) {
    const known = state.events.length > 0 ? Math.max(state.events[0].id, state.held[0]?.id ?? 0) : 0;
    const fresh = events.filter((e) => e.id > known).reverse();
    if (id('pause').checked) {
      state.held.unshift(...fresh);
      state.held.length = Math.min(state.held.length, shown * 5);
    } else {
      state.events.unshift(...fresh);
      state.events.length = Math.min(state.events.length, shown * 5);
      const rows = fresh.filter(passes).slice(0, shown).map(row);
      rows.forEach((r) => r.classList.add('fresh'));
      id('events').prepend(...rows);
      while (id('events').childElementCount > shown) id('events').lastElementChild.remove();
      id('no-events').hidden = id('events').childElementCount > 0;
    }
    id('waiting').textContent = state.held.length > 0 ? t('waiting', { n: state.held.length }) : '';
  }

  const pair = (name, value) => element('div', {}, element('dt', {}, name), element('dd', {}, value));

  function drawKiosk(kiosk) {
    const about = stateTone[kiosk.state] ?? 'quiet';
    const faults = Object.entries(kiosk.sensors).filter(([, s]) => s !== 'ok').map(([name, s]) => `${name}: ${s}`);
    const reasons = [...kiosk.reasons.map((r) => word('reason', r)), ...faults];
    return element('li', { class: 'kiosk', tone: about },
      element('div', { class: 'kiosk-head' },
        element('p', { class: 'kiosk-name' }, kiosk.lane || kiosk.checkpoint, element('small', {}, `${kiosk.checkpoint} · ${kiosk.device}${kiosk.software ? ` · ${kiosk.software}` : ''}`)),
        badge(about, word('state', kiosk.state))),
      element('div', { class: 'counts' }, ...verdicts.map((v) => {
        const count = element('span', { tone: v, title: word('verdict', v) }, mark(v), String(kiosk.today[v] ?? 0));
        count.setAttribute('aria-label', `${word('verdict', v)} ${kiosk.today[v] ?? 0}`);
        return count;
      })),
      element('dl', {},
        pair(t('seen'), ago(kiosk.seen)),
        kiosk.queue !== undefined ? pair(t('queue'), String(kiosk.queue)) : null,
        kiosk.watermark > 0 ? pair(t('journal'), String(kiosk.watermark)) : null,
        kiosk.clock && kiosk.clock !== 'synced' ? pair(t('clock'), word('clockWord', kiosk.clock)) : null),
      reasons.length > 0 ? element('p', { class: 'alarm' }, reasons.join(' · ')) : null,
      ...kiosk.alarms.map((a) => element('p', { class: 'alarm' }, `${a.code} — ${a.detail}`)));
  }

  const worst = ['offline', 'silent', 'degraded', 'unknown', 'online'];
  function drawKiosks() {
    const all = [...state.kiosks.values()].sort((a, b) =>
      worst.indexOf(a.state) - worst.indexOf(b.state) || a.checkpoint.localeCompare(b.checkpoint) || a.device.localeCompare(b.device));
    id('kiosks').replaceChildren(...all.map(drawKiosk));
    id('no-kiosks').hidden = all.length > 0;
    id('kiosk-count').textContent = all.length > 0 ? t('online', { n: all.filter((k) => ['online', 'degraded'].includes(k.state)).length, all: all.length }) : '';
    id('totals').replaceChildren(...verdicts.map((v) => element('div', { class: 'total' }, badge(v, word('verdict', v)),
      element('div', {}, element('strong', {}, String(all.reduce((sum, k) => sum + (k.today[v] ?? 0), 0))), element('span', {}, t('today', { word: '' }).trim())))));
  }

  function drawListener() {
    const now = state.listener;
    const [text, good] = state.lost ? [t('lost'), false]
      : !now ? ['', true]
      : now.storeFault ? [t('store', { detail: now.storeFault }), false]
      : now.refusals ? [t('refused', { detail: now.refusals }), false]
      : now.broker === 'connected' ? [t('connected') + (now.quarantined > 0 ? ` · ${t('quarantined', { n: now.quarantined })}` : ''), true]
      : [t(now.broker, { detail: now.detail }), now.broker === 'connecting'];
    id('listener').className = good ? 'listener' : 'listener bad';
    id('listener').replaceChildren(mark(good ? 'pass' : 'refer'), text);
  }

  function drawAll() {
    document.documentElement.lang = state.language;
    document.querySelectorAll('[data-text]').forEach((e) => { e.textContent = t(e.dataset.text); });
    id('totals').setAttribute('aria-label', t('totals'));
    id('language').textContent = t('other');
    id('language').lang = state.language === 'en' ? 'zh-CN' : 'en';
    const chosen = id('filter').value || 'all';
    id('filter').replaceChildren(...Object.keys(filters).map((f) => element('option', { value: f }, t(f))));
    id('filter').value = chosen;
    document.title = `${t('title')} · ${id('district').textContent}`;
    drawListener(); drawKiosks(); drawEvents(); tick();
  }

  function tick() {
    id('clock').textContent = clockFormat().format(new Date());
  }

  function setDistrict(name) {
    id('district').textContent = name;
    document.title = `${t('title')} · ${name}`;
  }

  async function start() {
    drawAll();
    const first = await (await fetch('api/events?limit=200')).json();
    addEvents(first.events);
    drawEvents();
    const source = new EventSource(`api/stream?after=${first.next}`);
    source.addEventListener('events', (message) => addEvents(JSON.parse(message.data).events));
    source.addEventListener('kiosks', (message) => {
      const news = JSON.parse(message.data);
      setDistrict(news.district);
      const renamed = news.kiosks.some((k) => state.kiosks.get(k.device)?.lane !== k.lane);
      news.kiosks.forEach((k) => state.kiosks.set(k.device, k));
      drawKiosks();
      if (renamed) drawEvents();
    });
    source.addEventListener('listener', (message) => {
      state.listener = JSON.parse(message.data);
      state.lost = false;
      setDistrict(state.listener.district);
      drawListener();
    });
    source.addEventListener('open', () => { state.lost = false; drawListener(); });
    source.addEventListener('error', () => { state.lost = true; drawListener(); });
  }

  id('language').addEventListener('click', () => {
    state.language = state.language === 'en' ? 'zh-CN' : 'en';
    localStorage.setItem('language', state.language);
    drawAll();
  });
  id('filter').addEventListener('change', drawEvents);
  id('pause').addEventListener('change', () => {
    if (!id('pause').checked && state.held.length > 0) {
      state.events.unshift(...state.held);
      state.held = [];
      drawEvents();
      id('waiting').textContent = '';
    }
  });
  setInterval(tick, 1000);
  setInterval(drawKiosks, 10000);
  window.edgeCheckpoint = { word };
  const again = () => start().catch(() => { state.lost = true; drawListener(); setTimeout(again, 2000); });
  again();
})();
