import "/embed.js";
