import { iconShapes } from './icon-shapes'

const markup = Object.entries(iconShapes)
  .map(([name, shape]) => `<symbol id="icon-${name}" viewBox="0 0 24 24">${shape}</symbol>`)
  .join('')

/** Every drawing once per document, at the top of the body; `Icon` only points at it. */
export function IconSheet() {
  return (
    <svg
      aria-hidden="true"
      className="absolute size-0"
      width="0"
      height="0"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant drawings; as elements they would cost script
      dangerouslySetInnerHTML={{ __html: markup }}
    />
  )
}
