// Starts a real Bluesky server (a PDS) on loopback, and prints its address. Needs the package @atproto/dev-env beside it.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(pathToFileURL(process.argv[2] + '/package.json'))
const { TestNetworkNoAppView } = await import(pathToFileURL(require.resolve('@atproto/dev-env')).href)
const network = await TestNetworkNoAppView.create({})
console.log(`PDS ${network.pds.url}`)
setInterval(() => {}, 60_000)
