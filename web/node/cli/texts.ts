/** What the command says to people, in English and Chinese. Errors stay English, so that they can be searched for. */
export type Language = 'en' | 'zh';

export interface Texts {
  usage: string;
  commands: Readonly<Record<'init' | 'doctor' | 'rules' | 'token', string>>;
  flags: string;
  more: string;
  askStore: string;
  askBucket: string;
  askRegion: string;
  askAccount: string;
  askOrigin: string;
  askAuth: string;
  askJwks: string;
  askAudience: string;
  written: string;
  cors: (store: string) => string;
  lifecycle: (store: string) => string;
  policy: string;
  page: string;
  next: string;
  steps: (facts: { keys: boolean; jwt: boolean }) => readonly string[];
  devUp: (facts: { page: string; store: string }) => readonly string[];
}

const en: Texts = {
  usage: 'Usage: npx partway <command> [flags]',
  commands: {
    init: 'writes a project for your signer, a Cloudflare Worker, and says what to paste where',
    doctor: 'looks at signer, bucket, CORS rules, clock and keys, and says what is wrong and what to paste where',
    rules: "prints the bucket's CORS rule, its rule for unfinished uploads, and the policy of the signer's key",
    token: 'prints a token for trying the signer out, by the secret of its development',
  },
  flags: 'Flags',
  more: 'npx partway <command> --help says more.',
  askStore: 'Which store',
  askBucket: 'Name of the bucket',
  askRegion: 'Region',
  askAccount: 'Account ID, as the R2 dashboard shows it',
  askOrigin: 'Origin of the page that uploads',
  askAuth:
    'Who says who the user is: a secret that your server signs tokens with (jwt), or an identity provider (jwks)',
  askJwks: "URL of the provider's key set (JWKS)",
  askAudience: 'Audience that the tokens name',
  written: 'Written:',
  cors: (store) => `CORS rule of the bucket (${store}):`,
  lifecycle: (store) => `Rule for unfinished uploads (${store}):`,
  policy: "Policy of the signer's key, which should have no other rights:",
  page: 'The page:',
  next: 'Next:',
  steps: ({ keys, jwt }) => [
    ...(keys ? [] : ['Put accessKeyId and accessKeySecret of that key into .dev.vars, which git ignores.']),
    'npm install',
    'npx wrangler dev                              # the signer on http://localhost:8787',
    ...(jwt ? ['npx partway token --user alice                # a token to try it with'] : []),
    'npx wrangler secret put PARTWAY_SECRETS       # the JSON of .dev.vars, with a seal of its own',
    'npx wrangler deploy',
  ],
  devUp: ({ page, store }) => [
    `Page and signer   ${page}`,
    `Local store       ${store}`,
    `In your page:     <partway-upload signer="${page}"></partway-upload>`,
    'Ctrl-C ends it.',
  ],
};

const zh: Texts = {
  usage: '用法：npx partway <命令> [选项]',
  commands: {
    init: '生成签名服务（Cloudflare Worker）的项目，并说明各处需要粘贴的配置',
    doctor: '检查签名服务、存储桶、CORS 规则、时钟和密钥，指出问题以及应粘贴的配置',
    rules: '输出存储桶的 CORS 规则、碎片清理规则，以及签名密钥的权限策略',
    token: '用开发环境的密钥签发一个试用令牌',
  },
  flags: '选项',
  more: '更多说明：npx partway <命令> --help',
  askStore: '使用哪个存储',
  askBucket: '存储桶名称',
  askRegion: '地域',
  askAccount: '账户 ID（见 R2 控制台）',
  askOrigin: '上传页面的来源（Origin）',
  askAuth: '由谁确认用户身份：自己的服务器用密钥签发令牌（jwt），或身份提供商（jwks）',
  askJwks: '身份提供商公钥集（JWKS）的地址',
  askAudience: '令牌的受众（audience）',
  written: '已生成：',
  cors: (store) => `存储桶的 CORS 规则（${store}）：`,
  lifecycle: (store) => `未完成上传的清理规则（${store}）：`,
  policy: '签名密钥的权限策略，除此之外不要授予其他权限：',
  page: '页面代码：',
  next: '接下来：',
  steps: ({ keys, jwt }) => [
    ...(keys ? [] : ['把该密钥的 accessKeyId 和 accessKeySecret 填入 .dev.vars（已被 git 忽略）。']),
    'npm install',
    'npx wrangler dev                              # 签名服务：http://localhost:8787',
    ...(jwt ? ['npx partway token --user alice                # 签发一个试用令牌'] : []),
    'npx wrangler secret put PARTWAY_SECRETS       # 内容同 .dev.vars 中的 JSON，seal 请另行生成',
    'npx wrangler deploy',
  ],
  devUp: ({ page, store }) => [
    `页面和签名服务   ${page}`,
    `本地存储         ${store}`,
    `在你的页面里：   <partway-upload signer="${page}"></partway-upload>`,
    '按 Ctrl-C 结束。',
  ],
};

/** By the flag --lang, else by the environment, as other programs do. */
export function textsFor(wanted: string, env: NodeJS.ProcessEnv = process.env): Texts {
  const language = wanted || env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return language.toLowerCase().startsWith('zh') ? zh : en;
}
