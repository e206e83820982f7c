/** Every time zone that this server knows by its place, for a list to pick from; UTC too, which is no place. */
export function timeZones(): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])]
}
