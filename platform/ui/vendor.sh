#!/bin/sh
# Fetches the style sheets and the font that we keep in git, from npm. Run by hand when a version is raised,
# never during set-up: a machine that runs Samsyn needs neither Node nor npm.
#
#   platform/ui/vendor.sh 1.22.0 5.3.0
set -eu

designsystemet=${1:?version of @digdir/designsystemet-css}
inter=${2:?version of @fontsource-variable/inter}

vendor=$(cd "$(dirname "$0")" && pwd)/static/ui/vendor
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT

# fetch NAME VERSION FOLDER: unpacks the package and writes down what npm promised about it.
fetch() {
    mkdir "$scratch/$3"
    (cd "$scratch" && tar -xzf "$(npm pack --silent "$1@$2")" -C "$3" --strip-components=1)
    printf '\n[%s]\npackage = "%s"\nversion = "%s"\nlicence = "%s"\nintegrity = "%s"\n' \
        "$3" "$1" "$2" "$(npm view --silent "$1@$2" license)" "$(npm view --silent "$1@$2" dist.integrity)" \
        >> "$scratch/VENDOR.toml"
}

# keep FOLDER VERSION FILE AS: copies one file and writes down its hash.
# A source map that is not shipped would stop collectstatic, so the comment that names it goes.
keep() {
    mkdir -p "$vendor/$1/$2"
    case $4 in
        *.css) sed 's|/\*# sourceMappingURL=.*\*/||' "$scratch/$1/$3" > "$vendor/$1/$2/$4" ;;
        *) cp "$scratch/$1/$3" "$vendor/$1/$2/$4" ;;
    esac
    printf 'files."%s" = "%s"\n' "$4" "$(sha256sum "$vendor/$1/$2/$4" | cut -d ' ' -f 1)" >> "$scratch/VENDOR.toml"
}

echo '# Written by vendor.sh; tests/test_vendor.py compares. integrity is npm'"'"'s, files are sha256.' > "$scratch/VENDOR.toml"

fetch @digdir/designsystemet-css "$designsystemet" designsystemet
keep designsystemet "$designsystemet" dist/src/index.css ds.css
keep designsystemet "$designsystemet" dist/theme/designsystemet.css theme.css
keep designsystemet "$designsystemet" LICENSE LICENSE

fetch @fontsource-variable/inter "$inter" inter
keep inter "$inter" files/inter-latin-wght-normal.woff2 inter-latin-wght-normal.woff2
keep inter "$inter" LICENSE LICENSE

mv "$scratch/VENDOR.toml" "$vendor/VENDOR.toml"
echo "Done. Remove the folder of the old version, and change the addresses in base.html, bare.html and ui.css."
