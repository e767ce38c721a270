"""Post what the site publishes on the company's profiles, each thing once, and pin it while it holds.

`wanted` is what should stand on a profile, `posted` what stands there. `steps` is the difference, which `carry_out`
carries out step by step. A network is one module in `networks`.
"""
