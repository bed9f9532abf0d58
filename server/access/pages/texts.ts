import type {Role} from "../../../src/core/access/roles.ts";

/** What the pages say that come before the site: signing in, and what somebody may not see. */
export interface AccessTexts {
  signIn: string;
  intro: string;
  token: string;
  go: string;
  hint: string;
  failed: string;
  wait: string;
  away: string;
  other: string;
  forbidden: string;
  needs: (needed: string, name: string, role: string) => string;
  ask: string;
  toPortfolio: string;
  asAnother: string;
  roles: Record<Role, string>;
}

export const TEXTS: Record<"en" | "fr", AccessTexts> = {
  en: {
    signIn: "Sign in",
    intro: "This Scorebook shows clients’ records, so it asks who you are.",
    token: "Your token",
    go: "Sign in",
    hint: "It begins with sb_. Whoever runs this server makes one with npm run token.",
    failed: "This token is not known here: it was mistyped, has expired or was revoked.",
    wait: "There were too many attempts from your address. Wait a minute and try again.",
    away: "The server cannot tell at the moment who may come in. Whoever runs it finds the reason in its log.",
    other: "Français",
    forbidden: "This page is not for your role",
    needs: (needed, name, role) => `It needs the role ${needed}. You are signed in as ${name}, ${role}.`,
    ask: "Whoever runs this server can give you a token of another role.",
    toPortfolio: "To the portfolio",
    asAnother: "Sign in as somebody else",
    roles: {viewer: "viewer", analyst: "analyst", officer: "officer", admin: "administrator"}
  },
  fr: {
    signIn: "Se connecter",
    intro: "Ce Scorebook montre des dossiers de clients ; il demande donc qui vous êtes.",
    token: "Votre jeton",
    go: "Se connecter",
    hint: "Il commence par sb_. La personne qui gère ce serveur en crée un avec npm run token.",
    failed: "Ce jeton n’est pas connu ici : il a été mal saisi, a expiré ou a été révoqué.",
    wait: "Trop d’essais depuis votre adresse. Attendez une minute, puis recommencez.",
    away: "Le serveur ne peut pas dire pour le moment qui peut entrer. Son journal en donne la raison à qui le gère.",
    other: "English",
    forbidden: "Cette page n’est pas pour votre rôle",
    needs: (needed, name, role) =>
      `Elle demande le rôle ${needed}. Vous êtes connecté en tant que ${name}, ${role}.`,
    ask: "La personne qui gère ce serveur peut vous donner un jeton d’un autre rôle.",
    toPortfolio: "Vers le portefeuille",
    asAnother: "Se connecter sous un autre nom",
    roles: {viewer: "lecteur", analyst: "analyste", officer: "chargé de dossiers", admin: "administrateur"}
  }
};
