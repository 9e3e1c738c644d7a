//! Keys of services that run language models.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("openai-key", "api-key", "OpenAI key with its marker", &["T3BlbkFJ"], r"sk-[A-Za-z0-9_-]{16,}T3BlbkFJ[A-Za-z0-9_-]{16,}",
        &["sk-~proj-{u74}T3Blbk~FJ{u74}", "sk-~{a20}T3Blbk~FJ{a20}"], &["T3Blbk~FJ", "sk-~T3Blbk~FJ", "{a20}T3Blbk~FJ{a20}"]).back(132),
    row("openai-session", "session-token", "OpenAI dashboard session", &["sess-"], r"sess-[A-Za-z0-9]{40}", &["sess-~{a40}"], &["sess-{a12}", "sess-{a41}"]),
    row("anthropic-api-key", "api-key", "Anthropic API key", &["sk-ant-"], r"sk-ant-api\d\d-[A-Za-z0-9_-]{80,}", &["sk-~ant-api03-{u93}AA"], &["sk-ant-api03-{u10}"]),
    row("anthropic-admin-key", "api-key", "Anthropic admin key", &["sk-ant-"], r"sk-ant-admin\d\d-[A-Za-z0-9_-]{80,}", &["sk-~ant-admin01-{u93}AA"], &["sk-ant-admin01-"]),
    row("anthropic-session", "session-token", "Anthropic OAuth or session token", &["sk-ant-"], r"sk-ant-(?:oat|ort|sid)\d\d-[A-Za-z0-9_-]{60,}", &["sk-~ant-sid01-{u86}AA", "sk-~ant-oat01-{u93}AA"], &["sk-ant-sid01-{u20}"]),
    row("openrouter-key", "api-key", "OpenRouter key", &["sk-or-"], r"sk-or-v\d-[0-9a-f]{64}", &["sk-~or-v1-{x64}"], &["sk-or-v1-{x63}g"]),
    row("langfuse-secret-key", "api-key", "Langfuse secret key", &["sk-lf-"], r"sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", &["sk-~lf-{g}"], &["sk-lf-{x8}"]),
    row("sk-key", "api-key", "Key with the prefix sk- (OpenAI legacy, DeepSeek, Stability and others)", &["sk-"], r"sk-[A-Za-z0-9]{32,64}", &["sk-~{a48}", "sk-~{x32}"], &["sk-circle-fade-dot", "sk-{a20}", "task-{a40}", "sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]).check(check::mixed),
    row("elevenlabs-key", "api-key", "ElevenLabs key", &["sk_"], r"sk_[0-9a-f]{48}", &["sk_~{x48}"], &["task_{x48}", "sk_{x47}"]).edge(Edge::Word),
    row("huggingface-token", "api-key", "Hugging Face user token", &["hf_", "api_org_"], r"(?:hf|api_org)_[A-Za-z]{34}", &["hf_~{l34}", "api_~org_{l34}"], &["self_hf_{l34}", "hf_{l33}", "hf_abcdefghijklmnopqrstuvwxyzabcdefgh"]).edge(Edge::Word).check(check::mixed),
    row("huggingface-org-token", "api-key", "Hugging Face organisation token", &["api_org_"], r"api_org_[A-Za-z]{34}", &["api_~org_{l34}"], &["api_org_{l12}"]).edge(Edge::Word).check(check::mixed),
    row("replicate-token", "api-key", "Replicate token", &["r8_"], r"r8_[A-Za-z0-9_-]{37}", &["r8_~{a37}", "r8_~{u37}"], &["r8_{a12}"]).edge(Edge::Word),
    row("groq-key", "api-key", "Groq key", &["gsk_"], r"gsk_[A-Za-z0-9]{52}", &["gsk_~{a52}"], &["gsk_{a51}"]).edge(Edge::Word),
    row("xai-key", "api-key", "xAI key", &["xai-"], r"xai-[A-Za-z0-9_-]{70,120}", &["xai-~{a80}"], &["xai-{a20}"]).check(check::mixed),
    row("perplexity-key", "api-key", "Perplexity key", &["pplx-"], r"pplx-[A-Za-z0-9]{48}", &["pplx-~{a48}"], &["pplx-{a8}"]),
    row("langsmith-key", "api-key", "LangSmith key", &["lsv2_"], r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}", &["lsv2_~pt_{x32}_{x10}"], &["lsv2_pt_{x32}"]).edge(Edge::Word),
    row("tavily-key", "api-key", "Tavily key", &["tvly-"], r"tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}", &["tvly-~{a32}", "tvly-~dev-{a32}"], &["tvly-{a8}"]),
    row("gemini-key", "api-key", "Google Gemini key of the new form", &["AQ.Ab8RN6"], r"AQ\.Ab8RN6[A-Za-z0-9_-]{40,50}", &["AQ.Ab8RN~6{u44}"], &["AQ.Ab8RN6{a4}"]),
    row("cerebras-key", "api-key", "Cerebras key", &["csk-"], r"csk-[a-z0-9]{48}", &["csk-~{L48}"], &["csk-{L12}"]),
    row("nvidia-key", "api-key", "NVIDIA key", &["nvapi-"], r"nvapi-[A-Za-z0-9_-]{60,70}", &["nvapi-~{u64}"], &["nvapi-{u9}"]),
    row("pinecone-key", "api-key", "Pinecone key", &["pcsk_"], r"pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}", &["pcsk_~{a6}_{a63}"], &["pcsk_{a6}"]).edge(Edge::Word),
    row("together-key", "api-key", "Together key", &["tgp_v1_"], r"tgp_v1_[A-Za-z0-9_-]{43}", &["tgp_~v1_{u43}"], &["tgp_v1_{a4}"]),
    row("e2b-key", "api-key", "E2B key", &["e2b_", "sk_e2b_"], r"(?:sk_)?e2b_[0-9a-f]{40}", &["e2b_~{x40}", "sk_~e2b_{x40}"], &["e2b_{x39}", "a1e2b_{x40}"]).edge(Edge::Word),
    row("jina-key", "api-key", "Jina key", &["jina_"], r"jina_[A-Za-z0-9_-]{50,64}", &["jina_~{a60}"], &["jina_{a5}"]).check(check::mixed_three),
    row("runpod-key", "api-key", "RunPod key", &["rpa_"], r"rpa_[A-Z0-9]{40}[A-Za-z0-9]{0,8}", &["rpa_~{A42}"], &["rpa_{x20}"]).edge(Edge::Word),
    row("fireworks-key", "api-key", "Fireworks key", &["fw_3Z"], r"fw_3Z[A-Za-z0-9]{20,22}", &["fw_3~Z{a22}"], &["fw_3Z{a9}"]).edge(Edge::Word).check(check::mixed_three),
    row("wandb-key", "api-key", "Weights & Biases key of the new form", &["wandb_v1_"], r"wandb_v1_[A-Za-z0-9_]{70,90}", &["wandb~_v1_{a77}"], &["wandb_v1_x"]).edge(Edge::Word),
    row("helicone-key", "api-key", "Helicone key", &["sk-helicone-"], r"sk-helicone-(?:[a-z0-9]{7}-){3}[a-z0-9]{7}", &["sk-heli~cone-{L7}-{L7}-{L7}-{L7}"], &["sk-helicone-x"]),
];
