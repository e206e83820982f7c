import type { Lock } from '../state/lock'
import type { World } from '../state/world'
import { doorPanel } from './door-panel'
import { doorList } from './doors'
import { html } from './html'
import { presenterPanel } from './presenter-panel'

/** The whole hallway, with one door chosen or none. */
export function hallwayPage(world: World, lock: Lock | null, search: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${lock ? `${lock.door} – Hallway` : 'Hallway'}</title>
  <link rel="stylesheet" href="/hallway/hallway.css">
  <link rel="icon" href="data:,">
  <script type="module" src="/hallway/hallway.js"></script>
</head>
<body>
  <header><h1><a href="/hallway">Hallway</a></h1>
    <p>The doors of the imitated hotel, as they really are. <span id="line"></span></p></header>
  <main>
    <noscript><p>The keypad needs JavaScript.</p></noscript>
    ${doorPanel(lock)}
    ${doorList(world, lock, search)}
    <section class="activity" aria-labelledby="activity-heading"><h2 id="activity-heading">Just now</h2>
      <ol id="activity" class="events"></ol></section>
    ${presenterPanel(world, lock)}
  </main>
</body>
</html>`.text
}
