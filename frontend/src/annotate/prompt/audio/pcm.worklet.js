// Runs where the sound is: hands on what comes, some hundredths of a second at a time.
const BLOCK = 2048;

class Pcm extends AudioWorkletProcessor {
  constructor() {
    super();
    this.kept = [];
    this.length = 0;
    this.over = false;
    this.port.onmessage = () => {
      // What came before the word is part of it.
      this.send();
      this.port.postMessage(null);
    };
  }

  send() {
    if (this.length === 0) return;
    const channels = this.kept[0].map((_, at) => {
      const all = new Float32Array(this.length);
      let from = 0;
      for (const part of this.kept) {
        all.set(part[at] ?? part[0], from);
        from += part[0].length;
      }
      return all;
    });
    this.port.postMessage(
      channels,
      channels.map((one) => one.buffer),
    );
    this.kept = [];
    this.length = 0;
  }

  process([input]) {
    if (input !== undefined && input.length > 0) {
      // A microphone may change how many channels it has: then a new block begins.
      if (this.kept.length > 0 && this.kept[0].length !== input.length) this.send();
      this.kept.push(input.map((channel) => channel.slice()));
      this.length += input[0].length;
      if (this.length >= BLOCK) this.send();
    }
    return true;
  }
}

registerProcessor("pcm", Pcm);
