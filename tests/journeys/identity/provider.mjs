// An agency's own identity provider, on loopback: asks who one is, and says so by OpenID Connect.
// Called with its port, the address to come back to, and what it says of the sign-in (JSON: amr, acr, age in seconds).
import http from "node:http";
import { Provider } from "oidc-provider";

const [port, back, says] = process.argv.slice(2);
const { amr = ["pwd", "mfa"], acr, age = 0 } = JSON.parse(says ?? "{}");
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: "holdfast", client_secret: "a secret for tests", redirect_uris: [back] }],
  claims: { openid: ["sub", "amr", "acr", "auth_time"], email: ["email", "email_verified"], profile: ["name"] },
  acrValues: acr ? [acr] : [],
  conformIdTokenClaims: false,
  cookies: { keys: ["for tests"] },
  clientDefaults: { require_auth_time: true },
  features: { devInteractions: { enabled: false } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: id, email: `${id}@example.org`, email_verified: true }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
});

async function agreed(details, accountId) {
  const grant = new provider.Grant({ accountId, clientId: "holdfast" });
  grant.addOIDCScope("openid email profile");
  return { grantId: await grant.save() };
}

const answer = provider.callback();
http.createServer(async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html");
    return response.end('<!DOCTYPE html><html lang="en"><title>Agency</title><form method="post"><label>Who are you? <input name="who"></label><button>Continue</button></form>');
  }
  let body = "";
  for await (const part of request) body += part;
  const who = new URLSearchParams(body).get("who");
  const details = await provider.interactionDetails(request, response);
  const login = { accountId: who, amr, ...(acr && { acr }), ts: Math.floor(Date.now() / 1000) - age };
  return provider.interactionFinished(request, response, { login, consent: await agreed(details, who) });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
