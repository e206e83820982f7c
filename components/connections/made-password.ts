const alphabet = '23456789abcdefghjkmnpqrstvwxyzAC'

/** 80 random bits in four groups that can be read out, without letters that look like others. */
export function madePassword(): string {
  const signs = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => alphabet[byte & 31])
  return [0, 4, 8, 12].map((from) => signs.slice(from, from + 4).join('')).join('-')
}
