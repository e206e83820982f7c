const key = Symbol.for('keydesk.public-url')
const processWide = globalThis as { [key]?: string }

/** Of the settings, what is before every request needs this alone: it does not load what reads and checks the others. */
export function keepPublicUrl(url: string): void {
  processWide[key] = url
}

/** The origin that browsers use; as it was given until this process has read its settings. */
export const keptPublicUrl = (): string => processWide[key] ?? process.env.PUBLIC_URL ?? ''
