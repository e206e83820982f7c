/** The build as checks need it: pages, and the stamp that says of which sources. */
import { buildIfNeeded } from './build-if-needed'

buildIfNeeded()
