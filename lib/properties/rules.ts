import { reservedSlugs } from './contract'

const longestSlug = 40

/** Whether a text can be the first part of a property's addresses: a–z, 0–9, single hyphens, not one of ours. */
export function isSlug(text: string): boolean {
  return (
    text.length <= longestSlug &&
    /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) &&
    !(reservedSlugs as readonly string[]).includes(text)
  )
}

/** The slug that a property's name suggests; numbered when it is ours or taken, `hotel` when no letter is left. */
export function slugFor(name: string, taken: (slug: string) => boolean): string {
  const plain = name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
  const stem =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, longestSlug - 6)
      .replace(/^-+|-+$/g, '') || 'hotel'
  const free = (slug: string) => isSlug(slug) && !taken(slug)
  let slug = stem
  for (let number = 2; !free(slug); number++) slug = `${stem}-${number}`
  return slug
}
