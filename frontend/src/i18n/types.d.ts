import type account from "./ko/account.json";
import type admin from "./ko/admin.json";
import type annotate from "./ko/annotate.json";
import type annotateClock from "./ko/annotate-clock.json";
import type annotateDocument from "./ko/annotate-document.json";
import type annotatePrompt from "./ko/annotate-prompt.json";
import type annotateText from "./ko/annotate-text.json";
import type annotateVideo from "./ko/annotate-video.json";
import type announcing from "./ko/announcing.json";
import type auth from "./ko/auth.json";
import type collecting from "./ko/collecting.json";
import type common from "./ko/common.json";
import type courses from "./ko/courses.json";
import type data from "./ko/data.json";
import type earnings from "./ko/earnings.json";
import type home from "./ko/home.json";
import type learn from "./ko/learn.json";
import type market from "./ko/market.json";
import type mywork from "./ko/mywork.json";
import type pipeline from "./ko/pipeline.json";
import type problems from "./ko/problems.json";
import type profile from "./ko/profile.json";
import type projects from "./ko/projects.json";
import type requirements from "./ko/requirements.json";
import type review from "./ko/review.json";
import type suggested from "./ko/suggested.json";
import type suggestions from "./ko/suggestions.json";
import type taking from "./ko/taking.json";
import type trusted from "./ko/trusted.json";
import type work from "./ko/work.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      common: typeof common;
      problems: typeof problems;
      announcing: typeof announcing;
      auth: typeof auth;
      home: typeof home;
      learn: typeof learn;
      market: typeof market;
      trusted: typeof trusted;
      work: typeof work;
      mywork: typeof mywork;
      earnings: typeof earnings;
      account: typeof account;
      requirements: typeof requirements;
      review: typeof review;
      suggested: typeof suggested;
      suggestions: typeof suggestions;
      taking: typeof taking;
      courses: typeof courses;
      data: typeof data;
      collecting: typeof collecting;
      pipeline: typeof pipeline;
      profile: typeof profile;
      projects: typeof projects;
      admin: typeof admin;
      annotate: typeof annotate;
      "annotate-clock": typeof annotateClock;
      "annotate-document": typeof annotateDocument;
      "annotate-prompt": typeof annotatePrompt;
      "annotate-text": typeof annotateText;
      "annotate-video": typeof annotateVideo;
    };
  }
}
