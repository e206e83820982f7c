// The keypad, the presenter's buttons, and what moves. No framework: this page must be simpler than what it shows.
const find = (id) => document.getElementById(id)
const door = document.querySelector('[data-door]')?.dataset.door ?? null
const result = find('result')

async function post(path, body) {
  try {
    const response = await fetch(`/hallway${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    return await response.json()
  } catch {
    return { error: 'The emulator does not answer.' }
  }
}

function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text
}

function setHtml(element, html) {
  if (!element || element.dataset.shown === html) return
  element.dataset.shown = html
  element.innerHTML = html
}

// Keypad
const code = find('code')
for (const button of document.querySelectorAll('[data-digit]')) {
  button.addEventListener('click', () => {
    code.value += button.dataset.digit
  })
}
find('clear')?.addEventListener('click', () => {
  code.value = ''
  code.focus()
})
find('keypad')?.addEventListener('submit', async (event) => {
  event.preventDefault()
  result.dataset.doorResult = ''
  result.textContent = ''
  const tried = await post('/type-code', { door, code: code.value.replaceAll(/\s/g, '') })
  code.value = ''
  result.textContent = tried.words ?? tried.error
  if (!tried.error) result.dataset.doorResult = tried.opened ? 'unlocked' : 'refused'
  await refresh()
})

// Presenter
async function present(path, body) {
  find('presenter-result').textContent = ''
  const said = await post(path, body)
  find('presenter-result').textContent = said.words ?? said.error
  await refresh()
}
for (const row of document.querySelectorAll('[data-gateway]')) {
  const button = row.querySelector('button')
  button.addEventListener('click', () =>
    present('/contact', { gateway: row.dataset.gateway, contact: button.dataset.contact === 'false' }),
  )
}
for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', () => present('/clock', { advanceMs: Number(button.dataset.advance) }))
}
find('real-time')?.addEventListener('click', () => present('/clock', { real: true }))
find('share')?.addEventListener('submit', (event) => {
  event.preventDefault()
  const form = new FormData(event.target)
  present('/share', {
    door,
    nights: Number(form.get('nights')),
    body: form.get('body'),
    bearer: form.get('bearer'),
  })
})

// What moves
let lastRemoteUnlockAt
function showDoor(live) {
  setText(find('door-clock'), live.clock)
  const waiting = live.waiting === 0 ? '' : ` · ${live.waiting} waiting to be carried out`
  setText(find('door-state'), `${live.state}${waiting}`)
  setHtml(find('door-events'), live.events)
  setHtml(find('door-holds'), live.holds)
  const at = live.remoteUnlock?.at ?? null
  if (lastRemoteUnlockAt !== undefined && at !== null && at !== lastRemoteUnlockAt) {
    result.textContent = live.remoteUnlock.words
    result.dataset.doorResult = 'unlocked'
  }
  lastRemoteUnlockAt = at
}

function show(live) {
  setText(find('emulator-clock'), live.clock)
  setHtml(find('activity'), live.activity)
  const unlocked = new Set(live.unlocked)
  for (const state of document.querySelectorAll('[data-lock]')) {
    setText(state, unlocked.has(state.dataset.lock) ? 'unlocked' : '')
  }
  for (const gateway of live.gateways) {
    const row = document.querySelector(`[data-gateway="${gateway.name}"]`)
    if (!row) continue
    setText(row.querySelector('.heard'), gateway.words)
    const button = row.querySelector('button')
    button.dataset.contact = String(gateway.contact)
    const words = gateway.contact ? 'Take contact' : 'Give contact back'
    setText(button, words)
    button.setAttribute('aria-label', `${words} ${gateway.contact ? 'from' : 'to'} ${gateway.name}`)
  }
  if (live.door) showDoor(live.door)
}

let asking = null
function refresh() {
  asking ??= fetch(`/hallway/live${door ? `?door=${encodeURIComponent(door)}` : ''}`)
    .then((response) => response.json())
    .then(
      (live) => {
        show(live)
        setText(find('line'), '')
      },
      () => setText(find('line'), 'The emulator does not answer; what is shown may be old.'),
    )
    .finally(() => {
      asking = null
    })
  return asking
}

await refresh()
setInterval(() => {
  if (!document.hidden) refresh()
}, 1000)
