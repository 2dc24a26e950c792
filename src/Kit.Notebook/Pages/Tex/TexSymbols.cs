using System.Collections.Frozen;

namespace Kit.Notebook.Pages.Tex;

/// <summary>Commands that are one character each.</summary>
internal static class TexSymbols
{
    private const string Identifiers = """
        alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι  kappa κ  varkappa ϰ  lambda λ
        mu μ  nu ν  xi ξ  omicron ο  pi π  varpi ϖ  rho ρ  varrho ϱ  sigma σ  varsigma ς  tau τ  upsilon υ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω
        ell ℓ  imath ı  jmath ȷ
        """;

    private const string Upright = """
        Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω
        infty ∞  hbar ℏ  hslash ℏ  Re ℜ  Im ℑ  aleph ℵ  wp ℘  emptyset ∅  varnothing ∅  partial ∂  nabla ∇  forall ∀  exists ∃  nexists ∄  neg ¬  lnot ¬
        top ⊤  bot ⊥  angle ∠  triangle △  Box □  square □  blacksquare ■  qed □  dagger †  ddagger ‡  prime ′  degree °  S §  P ¶  pounds £
        clubsuit ♣  diamondsuit ♢  heartsuit ♡  spadesuit ♠  flat ♭  natural ♮  sharp ♯  ldots …  dots …  dotsc …  cdots ⋯  dotsb ⋯  vdots ⋮  ddots ⋱
        """;

    private const string Binaries = """
        pm ±  mp ∓  times ×  div ÷  cdot ⋅  ast ∗  star ⋆  circ ∘  bullet ∙  cap ∩  cup ∪  uplus ⊎  sqcap ⊓  sqcup ⊔  vee ∨  lor ∨  wedge ∧  land ∧
        setminus ∖  wr ≀  diamond ⋄  oplus ⊕  ominus ⊖  otimes ⊗  oslash ⊘  odot ⊙  amalg ⨿  ltimes ⋉  rtimes ⋊  boxtimes ⊠  boxplus ⊞
        """;

    private const string Relations = """
        le ≤  leq ≤  leqslant ⩽  ge ≥  geq ≥  geqslant ⩾  ne ≠  neq ≠  equiv ≡  sim ∼  simeq ≃  approx ≈  cong ≅  asymp ≍  doteq ≐  propto ∝  ll ≪  gg ≫
        prec ≺  succ ≻  preceq ⪯  succeq ⪰  lesssim ≲  gtrsim ≳  in ∈  notin ∉  ni ∋  subset ⊂  supset ⊃  subseteq ⊆  supseteq ⊇  subsetneq ⊊
        sqsubseteq ⊑  sqsupseteq ⊒  mid ∣  nmid ∤  parallel ∥  perp ⟂  vdash ⊢  dashv ⊣  models ⊨  vDash ⊨  coloneqq ≔  triangleq ≜  bowtie ⋈
        to →  rightarrow →  leftarrow ←  gets ←  leftrightarrow ↔  uparrow ↑  downarrow ↓  updownarrow ↕  Rightarrow ⇒  Leftarrow ⇐  Leftrightarrow ⇔
        implies ⟹  impliedby ⟸  iff ⟺  mapsto ↦  longmapsto ⟼  longrightarrow ⟶  longleftarrow ⟵  longleftrightarrow ⟷  Longrightarrow ⟹
        Longleftarrow ⟸  Longleftrightarrow ⟺  hookrightarrow ↪  hookleftarrow ↩  rightharpoonup ⇀  leftharpoonup ↼  rightleftharpoons ⇌
        nearrow ↗  searrow ↘  swarrow ↙  nwarrow ↖  rightsquigarrow ⇝  leadsto ⇝  twoheadrightarrow ↠  therefore ∴  because ∵  colon :
        """;

    private const string Opens = "lbrace {  lbrack [  langle ⟨  lfloor ⌊  lceil ⌈  lvert |  lVert ‖  lgroup ⟮";

    private const string Closes = "rbrace }  rbrack ]  rangle ⟩  rfloor ⌋  rceil ⌉  rvert |  rVert ‖  rgroup ⟯";

    private const string BigOperators = """
        sum ∑  prod ∏  coprod ∐  bigcup ⋃  bigcap ⋂  bigsqcup ⨆  bigvee ⋁  bigwedge ⋀  bigoplus ⨁  bigotimes ⨂  bigodot ⨀  biguplus ⨄
        """;

    private const string Integrals = "int ∫  iint ∬  iiint ∭  oint ∮  oiint ∯";

    /// <summary>Each command with the leaf it stands for.</summary>
    public static readonly FrozenDictionary<string, MathNode> All = Pairs(Identifiers, c => MathNode.Leaf("mi", c))
        .Concat(Pairs(Upright, c => MathNode.Leaf("mi", c, " mathvariant=\"normal\"")))
        .Concat(Pairs(Binaries, c => MathNode.Leaf("mo", c, "", AtomClass.Binary)))
        .Concat(Pairs(Relations, c => MathNode.Leaf("mo", c, " stretchy=\"false\"", AtomClass.Relation)))
        .Concat(Pairs(Opens, c => MathNode.Leaf("mo", c, " stretchy=\"false\" form=\"prefix\"", AtomClass.Open)))
        .Concat(Pairs(Closes, c => MathNode.Leaf("mo", c, " stretchy=\"false\" form=\"postfix\"", AtomClass.Close)))
        .Concat(Pairs(BigOperators, c => MathNode.Leaf("mo", c, " movablelimits=\"true\"", AtomClass.BigOperator) with { Limits = true }))
        .Concat(Pairs(Integrals, c => MathNode.Leaf("mo", c, "", AtomClass.BigOperator)))
        .Concat(Bars)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, MathNode>> Bars =>
    [
        new("|", Bar("‖")), new("Vert", Bar("‖")), new("vert", Bar("|")),
        new("{", MathNode.Leaf("mo", "{", " stretchy=\"false\" form=\"prefix\"", AtomClass.Open)),
        new("}", MathNode.Leaf("mo", "}", " stretchy=\"false\" form=\"postfix\"", AtomClass.Close)),
        new("backslash", MathNode.Leaf("mi", "\\")),
        new("%", MathNode.Leaf("mi", "%")), new("#", MathNode.Leaf("mi", "#")), new("$", MathNode.Leaf("mi", "$")),
        new("&", MathNode.Leaf("mi", "&")), new("_", MathNode.Leaf("mi", "_")),
    ];

    /// <summary>A bar that neither opens nor closes: no stretch, no space.</summary>
    public static MathNode Bar(string bar) => MathNode.Leaf("mo", bar, " stretchy=\"false\" lspace=\"0\" rspace=\"0\"");

    /// <summary>Names and what they stand for, alternating in a text.</summary>
    public static FrozenDictionary<string, string> Table(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    private static IEnumerable<KeyValuePair<string, MathNode>> Pairs(string text, Func<string, MathNode> leaf) =>
        Table(text).Select(pair => KeyValuePair.Create(pair.Key, leaf(pair.Value)));
}
