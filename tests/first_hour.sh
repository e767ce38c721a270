#!/usr/bin/env bash
# A stranger's first hour, as the README tells it, and what a git host's CI then does. It needs Python 3.11 or newer with
# venv, git, make, bash and the package index; nothing is left outside the folder that it is given.
#
#   tests/first_hour.sh [FOLDER]     in a new folder, or a temporary one that is removed
#
# Each step prints how many seconds it took; a step that fails ends the script with its output.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-python3}
if [ $# -gt 0 ]; then
  mkdir "$1"
  work=$(cd "$1" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
export HOME="$work/home" GIT_CONFIG_NOSYSTEM=1 NO_MKDOCS_2_WARNING=1
mkdir "$HOME"
git config --global user.name "Sam Example"
git config --global user.email "sam@example.com"
git config --global init.defaultBranch main
git config --global safe.directory '*'

began=$SECONDS
step() { # step WORDS COMMAND…: run it, and say how long it took
  local words=$1 start=$SECONDS
  shift
  (set -e && "$@") >"$work/step.log" 2>&1 & # not in the condition itself, where bash would go on after a failure
  if ! wait $!; then
    tail -40 "$work/step.log"
    echo "failed: $words"
    exit 1
  fi
  printf '%4d s  %s\n' $((SECONDS - start)) "$words"
}

cloned() {
  git clone -q "$root" "$work/answerable"
}

served() { # `make site` says an address, and the site is there
  local log="$work/serve.log" address=""
  set -m
  make -C "$work/answerable" site PYTHON="$python" >"$log" 2>&1 &
  local server=$!
  set +m
  for _ in $(seq 300); do
    address=$(sed -n 's/^the site is at \(http[^;]*\);.*/\1/p' "$log")
    if [ -n "$address" ] || ! kill -0 "$server" 2>/dev/null; then break; fi
    sleep 1
  done
  cat "$log"
  local code=1
  if [ -n "$address" ]; then
    "$python" -c 'import sys, urllib.request as u; assert b"<title>" in u.urlopen(sys.argv[1]).read()' "$address" && code=0
  fi
  kill -TERM -- "-$server" 2>/dev/null || true
  wait "$server" || true
  return "$code"
}

installed() { # what `pipx install .` does: a virtual environment of its own
  "$python" -m venv "$work/tool"
  "$work/tool/bin/pip" install -q --disable-pip-version-check "$work/answerable"
}

begun() {
  cd "$work"
  tool/bin/answerable init mysite
  cd mysite
  ../tool/bin/answerable check
  ../tool/bin/answerable build
}

made_our_own() { # step 1 of the site's README: names and ids
  cd "$work/mysite"
  sed -i 's/"Our status"/"Acme status"/' mkdocs.yml
  sed -i 's/id: website/id: shop/; s/id: app/id: api/; s/id: service/id: acme/; s/group: service/group: acme/
    s/"Our service"/"Acme"/; s/owner: sam/owner: maria/' content/components.yml
  sed -i 's/id: sam/id: maria/; s/"Sam Example"/"Maria Rossi"/' content/team.yml
  sed -i 's/\[sam\]/[maria]/; s/# url: .*/url: mailto:help@acme.dev/' content/channels.yml
  sed -i 's/owner: sam/owner: maria/; s/^zone: UTC/zone: Europe\/Rome/' content/policy.yml
  ../tool/bin/answerable check
  ../tool/bin/answerable build
}

branded() { # a colour, a logo and a style sheet of one's own, as docs/make-it-yours.md says
  cd "$work/mysite"
  echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>' >content/assets/logo.svg
  echo ':root { --a-radius: 0 }' >content/assets/brand.css
  sed -i 's/^  - answerable$/  - answerable: {accent: "#7a1fa2"}/; s/^  name: material$/&\n  logo: assets\/logo.svg/' mkdocs.yml
  echo 'extra_css: [assets/brand.css]' >>mkdocs.yml
  ../tool/bin/answerable check
  ../tool/bin/answerable build
  grep -q 'assets/logo.svg' site/index.html
  cmp content/assets/brand.css site/assets/brand.css
}

reported() { # the first incident
  cd "$work/mysite"
  ../tool/bin/answerable new incident --title "Orders fail" --component api=major_outage --impact major --by maria \
    --text "Nobody can place an order in the app. The shop works." --next-update 30m --id orders-fail --yes
  ../tool/bin/answerable check
  ../tool/bin/answerable build
  grep -q "Orders fail" site/index.html
}

pushed() { # as the README says, to a git host
  git init -q --bare "$work/host.git"
  cd "$work/mysite"
  git init -q -b main
  git add .
  git commit -q -m "Begin our status site"
  git remote add origin "$work/host.git"
  git push -q -u origin main
}

published() { # published SITE WORKFLOW-FILE: what GitHub's publish.yml does, in a fresh checkout and environment
  local checkout=$1
  "$python" -m venv "$checkout.venv"
  cd "$checkout"
  local script="$checkout.sh"
  "$work/tool/bin/python" - .github/workflows/publish.yml >"$script" <<'STEPS'
import sys, yaml
steps = yaml.safe_load(open(sys.argv[1]))["jobs"]["publish"]["steps"]
wanted = ("Install", "Name the site's address", "Build")
print("\n".join(step["run"] for step in steps if step.get("name") in wanted))
STEPS
  : >"$checkout.env" >"$checkout.out"
  PATH="$checkout.venv/bin:$PATH" GITHUB_ENV="$checkout.env" GITHUB_OUTPUT="$checkout.out" \
    GITHUB_REPOSITORY_OWNER=Acme GITHUB_REPOSITORY=Acme/status SITE_URL=https://acme.github.io/status/ \
    bash -e "$script"
  grep -qx "code=0" "$checkout.out"
  grep -q "Orders fail" site/index.html
  test -e site/qr.svg
}

ran_ci() {
  git clone -q "$work/host.git" "$work/ci"
  published "$work/ci"
}

ran_gitlab() { # the same with the recipe for GitLab
  "$python" -m venv "$work/gitlab.venv"
  git clone -q "$work/host.git" "$work/gitlab"
  cd "$work/gitlab"
  "$work/tool/bin/python" - .gitlab-ci.yml >"$work/gitlab.sh" <<'STEPS'
import sys, yaml
recipe = yaml.safe_load(open(sys.argv[1]))
before = [line for line in recipe[".answerable"]["before_script"] if "apt-get" not in line]
print("\n".join([*before, *recipe["pages"]["script"], *recipe["complete"]["script"]]))
STEPS
  PATH="$work/gitlab.venv/bin:$PATH" CI_PAGES_URL=https://acme.gitlab.io/status CODE=0 bash -e "$work/gitlab.sh"
  grep -q "Orders fail" public/index.html
}

pinned_to_git() { # an Answerable that a public repository has: here a bare one, which git finds under an https address
  git clone -q --bare "$root" "$work/origin.git"
  git config --global "url.file://$work/origin.git.insteadOf" https://git.example.com/team/answerable.git
  "$python" -m venv "$work/from-git"
  "$work/from-git/bin/pip" install -q --disable-pip-version-check \
    "answerable @ git+https://git.example.com/team/answerable.git"
  again "$work/from-git" "$work/mysite-git"
  grep -q '^answerable @ git+https://git.example.com/team/answerable.git@[0-9a-f]\{40\}$' requirements.txt
  test ! -e vendor
  published "$work/mysite-git"
}

pinned_to_index() { # a release in a package index: here a folder with one wheel, which pip searches like an index
  cd "$work/answerable"
  .venv/bin/python -m hatchling build -t wheel -d "$work/index"
  export PIP_FIND_LINKS="$work/index" # for this step, which runs in a process of its own
  "$python" -m venv "$work/from-index"
  "$work/from-index/bin/pip" install -q --disable-pip-version-check "answerable==0.1.0"
  again "$work/from-index" "$work/mysite-index"
  grep -q '^answerable==0.1.0 --hash=sha256:[0-9a-f]\{64\}$' requirements.txt
  test ! -e vendor
  published "$work/mysite-index"
}

again() { # again ENVIRONMENT COPY: the same site in a copy, pinned by the Answerable of another environment
  cp -r "$work/mysite" "$2"
  cd "$2"
  "$1/bin/answerable" pin
}

made_template() { # a template repository, and a site from it
  cd "$work"
  tool/bin/answerable init template --template
  cd template
  ../tool/bin/answerable check
  ../tool/bin/answerable build
}

step "clone this repository" cloned
step "make site: install what serving needs, build, serve" served
step "install the command, as pipx does" installed
step "answerable init, check, build" begun
step "own names and ids, check, build" made_our_own
step "own colour, logo and style sheet" branded
step "first incident, check, build" reported
step "push to a git host" pushed
step "CI as on GitHub: install from requirements.txt (own wheel), build" ran_ci
step "CI as on GitLab: the same" ran_gitlab
step "CI with Answerable from a public repository" pinned_to_git
step "CI with Answerable from a package index" pinned_to_index
step "template repository" made_template
printf '%4d s  in all\n' $((SECONDS - began))
