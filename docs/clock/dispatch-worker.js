// A Cloudflare Worker that asks GitHub to build and publish the site, as often as `crons` in wrangler.toml says.
// GITHUB_TOKEN is a secret of the worker; REPOSITORY, WORKFLOW and BRANCH are in wrangler.toml.
export default {
  async scheduled(_event, env) {
    const address = `https://api.github.com/repos/${env.REPOSITORY}/actions/workflows/${env.WORKFLOW}/dispatches`;
    const answer = await fetch(address, {
      method: "POST",
      headers: {
        Accept: "application/vnd.github+json",
        Authorization: `Bearer ${env.GITHUB_TOKEN}`,
        "User-Agent": "answerable-clock",
        "X-GitHub-Api-Version": "2022-11-28",
      },
      body: JSON.stringify({ ref: env.BRANCH }),
    });
    if (!answer.ok) {
      // The worker's log and its metrics then count a failed run.
      throw new Error(`GitHub answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    }
  },
};
