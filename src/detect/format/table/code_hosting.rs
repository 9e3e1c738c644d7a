//! Tokens of code hosting, package registries and builds.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("github-pat", "github-token", "GitHub personal access token", &["ghp_"], r"ghp_[A-Za-z0-9]{36}", &["ghp_~{a30}{c62}", "ghp_~{a36}"], &["ghp_{L36}", "ghp_{l36}", "ghp_{a30}"]).edge(Edge::Alnum).check(check::crc32_base62_or_random),
    row("github-oauth", "github-token", "GitHub OAuth token", &["gho_"], r"gho_[A-Za-z0-9]{36}", &["gho_~{a30}{c62}"], &["gho_{L36}"]).edge(Edge::Alnum).check(check::crc32_base62_or_random),
    row("github-user-token", "github-token", "GitHub App token of a user", &["ghu_"], r"ghu_[A-Za-z0-9]{36,251}", &["ghu_~{a30}{c62}", "ghu_~{a50}"], &["ghu_{L36}", "ghu_{a9}"]).edge(Edge::Word).check(check::crc32_base62_or_random),
    row("github-server-token", "github-token", "GitHub App or Actions token", &["ghs_"], r"ghs_[A-Za-z0-9]{36,}(?:[._-][A-Za-z0-9_-]{20,})*", &["ghs_~{a30}{c62}", "ghs_~{a60}"], &["ghs_{L36}", "ghs_{a9}"]).edge(Edge::Word).check(check::crc32_base62_or_random),
    row("github-refresh-token", "github-token", "GitHub refresh token", &["ghr_"], r"ghr_[A-Za-z0-9]{36,76}", &["ghr_~{a76}", "ghr_~{a30}{c62}"], &["ghr_{L36}"]).edge(Edge::Word).check(check::crc32_base62_or_random),
    row("github-fine-grained-pat", "github-token", "GitHub fine-grained token", &["github_pat_"], r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", &["github_~pat_{a22}_{a59}"], &["github_pat_{a82}"]).edge(Edge::Alnum),
    row("gitlab-pat", "gitlab-token", "GitLab personal access token", &["glpat-"], r"glpat-(?:[A-Za-z0-9_-]{27,300}\.[0-9a-z]{2}\.?[0-9a-z]{7}|[A-Za-z0-9_-]{20,64})", &["glpat-~{u20}", "glpat-~{u27}.{L9}"], &["glpat-{a19}"]).check(check::mixed),
    row("gitlab-deploy-token", "gitlab-token", "GitLab deploy token", &["gldt-"], r"gldt-[A-Za-z0-9_-]{20,64}", &["gldt-~{u20}"], &["gldt-{a5}"]).check(check::mixed),
    row("gitlab-runner-token", "gitlab-token", "GitLab runner token", &["glrt-", "GR1348941"], r"(?:glrt-(?:t\d_)?|GR1348941)[A-Za-z0-9_-]{20,64}", &["glrt-~{u20}", "GR134~8941{u20}"], &["glrt-{a5}"]).check(check::mixed),
    row("gitlab-job-token", "gitlab-token", "GitLab job token", &["glcbt-"], r"glcbt-(?:[0-9a-zA-Z]{1,5}_)?[A-Za-z0-9_-]{20,64}", &["glcbt-~64_{u20}"], &["glcbt-{a5}"]).check(check::mixed),
    row("gitlab-trigger-token", "gitlab-token", "GitLab trigger token", &["glptt-"], r"glptt-[A-Za-z0-9_-]{20,64}", &["glptt-~{x40}"], &["glptt-{a5}"]).check(check::mixed),
    row("gitlab-feed-token", "gitlab-token", "GitLab feed token", &["glft-"], r"glft-[A-Za-z0-9_-]{20,128}", &["glft-~{u20}"], &["glft-{a5}"]).check(check::mixed),
    row("gitlab-scim-token", "gitlab-token", "GitLab SCIM token", &["glsoat-"], r"glsoat-[A-Za-z0-9_-]{20,64}", &["glsoat-~{u20}"], &["glsoat-{a5}"]).check(check::mixed),
    row("gitlab-incoming-mail-token", "gitlab-token", "GitLab incoming mail token", &["glimt-"], r"glimt-[A-Za-z0-9_-]{20,64}", &["glimt-~{u25}"], &["glimt-{a5}"]).check(check::mixed),
    row("gitlab-agent-token", "gitlab-token", "GitLab agent token", &["glagent-"], r"glagent-[A-Za-z0-9_-]{40,64}", &["glagent-~{u50}"], &["glagent-{a5}"]).check(check::mixed),
    row("gitlab-oauth-secret", "gitlab-token", "GitLab OAuth application secret", &["gloas-"], r"gloas-[0-9a-f]{64}", &["gloas-~{x64}"], &["gloas-{x63}"]),
    row("gitlab-feature-flag-token", "gitlab-token", "GitLab feature flag client token", &["glffct-"], r"glffct-[A-Za-z0-9_-]{20,64}", &["glffct-~{u20}"], &["glffct-{a5}"]).check(check::mixed),
    row("npm-token", "registry-token", "npm token", &["npm_"], r"npm_[A-Za-z0-9]{36}", &["npm_~{a30}{c62}", "npm_~{a36}"], &["npm_{L36}", "npm_config_registry"]).edge(Edge::Alnum).check(check::crc32_base62_or_random),
    row("pypi-token", "registry-token", "PyPI token", &["pypi-AgE"], r"pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,}", &["pypi-~AgEIcHlwaS5vcmc{u120}"], &["pypi-AgE{u60}"]),
    row("rubygems-key", "registry-token", "RubyGems key", &["rubygems_"], r"rubygems_[0-9a-f]{48}", &["rubygems_~{x48}"], &["rubygems_{x12}"]).edge(Edge::Word),
    row("crates-io-token", "registry-token", "crates.io token", &["cio"], r"cio[A-Za-z0-9]{32}", &["cio~{a32}"], &["cio{L32}", "cio{a31}", "so{a9}cio{a32}"]).edge(Edge::Word).check(check::mixed_three),
    row("nuget-key", "registry-token", "NuGet key", &["oy2"], r"oy2[a-z0-9]{43}", &["oy2~abcdefgh234567abcdefgh234567abcdefgh2345672"], &["oy2{L43}{L3}", "boy2"]).edge(Edge::Word).check(check::mixed),
    row("docker-pat", "registry-token", "Docker Hub personal token", &["dckr_pat_"], r"dckr_pat_[A-Za-z0-9_-]{27}", &["dckr_~pat_{u27}"], &["dckr_pat_{u5}"]),
    row("docker-oat", "registry-token", "Docker Hub organisation token", &["dckr_oat_"], r"dckr_oat_[A-Za-z0-9_-]{32}", &["dckr_~oat_{u32}"], &["dckr_oat_{u5}"]),
    row("jfrog-key", "registry-token", "JFrog API key", &["AKCp"], r"AKCp[A-Za-z0-9]{69}", &["AKCp~{a69}"], &["AKCp{a68}", "+AKCp{a69}"]).edge(Edge::Base64),
    row("jfrog-reference-token", "registry-token", "JFrog reference token", &["cmVmdGtu"], r"cmVmdGtu[A-Za-z0-9]{56}", &["cmVm~dGtuOjAxOjAwMDAwMDAwMDA6{a36}"], &["cmVmdGtu{a56}"]).check(check::base64_reftkn),
    row("clojars-token", "registry-token", "Clojars token", &["CLOJARS_"], r"CLOJARS_[0-9a-f]{60}", &["CLOJARS_~{x60}"], &["CLOJARS_{x9}"]).edge(Edge::Word),
    row("packagist-token", "registry-token", "Packagist token", &["packagist_"], r"packagist_(?:ut|uut|ort|orr)_[0-9a-f]{68}", &["packagist_~ut_{x68}"], &["packagist_{x9}"]).edge(Edge::Word),
    row("openvsx-token", "registry-token", "Open VSX token", &["ovsxp_", "ovsxat_"], r"ovsx(?:p|at)_[0-9A-Za-z-]{36}", &["ovsxp_~{g}"], &["ovsxp_{x9}"]),
    row("circleci-token", "ci-token", "CircleCI personal token", &["CCIPAT_"], r"CCIPAT_[A-Za-z0-9]{22}_[0-9a-f]{40}", &["CCIPAT_~{a22}_{x40}"], &["CCIPAT_{a22}"]).edge(Edge::Word),
    row("circleci-project-token", "ci-token", "CircleCI project token", &["CCIPRJ_"], r"CCIPRJ_[A-Za-z0-9]{22}_[0-9a-f]{40}", &["CCIPRJ_~{a22}_{x40}"], &["CCIPRJ_{a22}"]).edge(Edge::Word),
    row("buildkite-token", "ci-token", "Buildkite token", &["bkua_"], r"bkua_(?:[a-z0-9]{53}|[a-z0-9]{40})", &["bkua_~{x40}"], &["bkua_{x9}"]).edge(Edge::Word),
    row("octopus-key", "ci-token", "Octopus Deploy key", &["API-"], r"API-[A-Z0-9]{25,29}", &["API-~{A26}"], &["API-{A9}", "API-REFERENCEDOCUMENTATIONPAGE"]).check(check::mixed),
    row("sonar-token", "ci-token", "SonarQube token", &["squ_", "sqp_", "sqa_"], r"sq[upa]_[0-9a-f]{40}", &["squ_~{x40}", "sqp_~{x40}"], &["squ_{x39}"]).edge(Edge::Word),
    row("sourcegraph-token", "api-key", "Sourcegraph token", &["sgp_"], r"sgp_(?:(?:[0-9a-f]{16}|local)_)?[0-9a-f]{40}", &["sgp_~{x40}", "sgp_~local_{x40}"], &["sgp_{x9}"]).edge(Edge::Word),
    row("deno-token", "api-key", "Deno Deploy token", &["ddp_", "ddo_"], r"dd[po]_[A-Za-z0-9]{36}", &["ddp_~{a36}"], &["ddp_{a9}", "addp_{a36}"]).edge(Edge::Word).check(check::mixed),
    row("atlassian-token", "api-key", "Atlassian API token", &["ATATT3", "ATCTT3"], r"AT[AC]TT3[A-Za-z0-9_=-]{60,}", &["ATATT~3{u170}={cX8}", "ATCTT~3{u170}={cX8}"], &["ATATT3{A80}={X8}", "ATATT3{a40}"]).check(check::crc32_hex_upper_or_random),
    row("bitbucket-app-password", "api-key", "Bitbucket app password", &["ATBB"], r"ATBB[A-Za-z0-9]{32}", &["ATBB~{a24}{cX8}", "ATBB~{a32}"], &["ATBB{A24}{X8}", "ATBB{a20}"]).check(check::crc32_hex_upper_or_random),
    row("bitbucket-server-token", "api-key", "Bitbucket Data Center token", &["BBDC-"], r"BBDC-[A-Za-z0-9+/@_-]{40,50}", &["BBDC-~{b44}"], &["BBDC-{a9}"]).edge(Edge::Base64),
    row("trello-token", "api-key", "Trello token", &["ATTA"], r"ATTA[0-9a-f]{64}[0-9A-F]{8}", &["ATTA~{x64}{X8}"], &["ATTA{x9}"]),
    row("infracost-key", "api-key", "Infracost key", &["ico-"], r"ico-[A-Za-z0-9]{32}", &["ico-~{a32}"], &["favico-{a32}", "ico-{a31}"]).check(check::mixed_three),
    row("prefect-key", "api-key", "Prefect key", &["pnu_"], r"pnu_[A-Za-z0-9]{36}", &["pnu_~{a36}"], &["pnu_{a9}"]).edge(Edge::Word).check(check::mixed),
];
