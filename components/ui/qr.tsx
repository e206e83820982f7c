/** A QR code drawn by the server: `path` on a grid of `size` modules without its margin. Dark on white in every theme. */
export function Qr({ path, size, label }: { path: string; size: number; label: string }) {
  // Many modules need room: a phone's camera tells them apart from about four pixels each.
  const side = size > 50 ? 'w-80' : 'w-48'
  return (
    <div className="swatch inline-block rounded-md bg-[#fff] p-4">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${size} ${size}`}
        className={`aspect-square max-w-full ${side}`}
        shapeRendering="crispEdges"
      >
        <path d={path} fill="#000" />
      </svg>
    </div>
  )
}
