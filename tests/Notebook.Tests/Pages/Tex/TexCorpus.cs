namespace Kit.Notebook.Tests.Pages.Tex;

/// <summary>Formulas as they stand in lecture notes, and the tokens that random ones are made of.</summary>
internal static class TexCorpus
{
    public static readonly string[] Formulas =
    [
        @"E = mc^2", @"e^{i\pi} + 1 = 0", @"a^2 + b^2 = c^2", @"\frac{-b \pm \sqrt{b^2-4ac}}{2a}", @"\nabla\cdot\mathbf{E} = \frac{\rho}{\varepsilon_0}",
        @"\nabla\times\mathbf{B} - \mu_0\varepsilon_0\frac{\partial\mathbf{E}}{\partial t} = \mu_0\mathbf{J}", @"i\hbar\frac{\partial}{\partial t}\Psi = \hat H\Psi",
        @"\oint_{\partial\Sigma}\mathbf F\cdot\mathrm d\boldsymbol\ell = \iint_\Sigma (\nabla\times\mathbf F)\cdot\mathrm d\mathbf S",
        @"Z = \sum_{\{s\}} e^{-\beta H(s)}", @"F = -k_B T \ln Z", @"\langle A\rangle = \frac1Z\operatorname{Tr} A e^{-\beta H}",
        @"H = -J\sum_{\langle i,j\rangle}s_is_j - h\sum_i s_i", @"m = \tanh(\beta(Jqm+h))", @"\chi = \beta N\left(\langle m^2\rangle - \langle|m|\rangle^2\right)",
        @"U_4 = 1 - \frac{\langle m^4\rangle}{3\langle m^2\rangle^2}", @"\xi\sim|t|^{-\nu}", @"q_{ab} = \frac1N\sum_{i=1}^N s_i^a s_i^b",
        @"\overline{\ln Z} = \lim_{n\to0}\frac{\overline{Z^n}-1}{n}", @"\int \mathcal D\phi\, e^{-S[\phi]}", @"\int Dz\,\tanh^2(\beta\sqrt{q}z)",
        @"u_t + uu_x = \nu u_{xx}", @"\partial_t u = \Delta u + f(u)", @"-\nabla\cdot(a(x)\nabla u(x)) = f(x),\quad x\in\Omega", @"u|_{\partial\Omega} = 0",
        @"\hat u(k) = \int_{-\infty}^\infty u(x)e^{-2\pi ikx}\,dx", @"\mathcal F[f*g] = \mathcal F[f]\,\mathcal F[g]", @"\|u\|_{L^2} = \left(\int|u|^2\right)^{1/2}",
        @"\mathcal{L}(\theta) = \frac1n\sum_{i=1}^n \ell(f_\theta(x_i),y_i) + \lambda\|\theta\|_2^2", @"\theta_{t+1} = \theta_t - \eta\nabla_\theta\mathcal L",
        @"\mathbb E_{x\sim p}[f(x)]", @"\operatorname*{arg\,min}_{\theta\in\Theta} J(\theta)", @"D_{\mathrm{KL}}(p\,\|\,q) = \sum_x p(x)\log\frac{p(x)}{q(x)}",
        @"\Pr(A\mid B) = \frac{\Pr(B\mid A)\Pr(A)}{\Pr(B)}", @"X_n \xrightarrow{d} \mathcal N(0,\sigma^2)", @"\mathrm dX_t = \mu\,\mathrm dt + \sigma\,\mathrm dW_t",
        @"f(x) = \begin{cases} x^2 & x \ge 0 \\ -x & \text{otherwise} \end{cases}", @"A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        @"\det\begin{vmatrix}a&b\\c&d\end{vmatrix} = ad-bc", @"\begin{bmatrix}1&0&\cdots&0\\0&1&\cdots&0\\\vdots&\vdots&\ddots&\vdots\\0&0&\cdots&1\end{bmatrix}",
        @"\left[\begin{array}{cc|c}1&2&3\\4&5&6\end{array}\right]", @"\begin{align} a &= b + c \\ &= d \end{align}", @"\begin{aligned} x &= 1, & y &= 2 \\ z &= 3 \end{aligned}",
        @"\begin{gather*} a = b \\ c = d \end{gather*}", @"\begin{equation} x = y \tag{2.1} \end{equation}", @"\begin{split} a &= b \\ &\quad + c \end{split}",
        @"\bigl(\tfrac{1}{\sqrt{\smallfrac}}\bigr)".Replace(@"\smallfrac", "2", StringComparison.Ordinal), @"\Bigg\{ x \Bigg\}", @"\left\{x \in \mathbb R : x > 0\right\}",
        @"\left\lfloor\frac n2\right\rfloor", @"\lceil x\rceil", @"\left\langle \psi \middle| \phi \right\rangle", @"\bra{\psi} H \ket{\phi}",
        @"\sqrt[3]{x}", @"\sqrt{1+\sqrt{1+\sqrt{1+x}}}", @"\cfrac{1}{1+\cfrac{1}{1+\cfrac{1}{1+x}}}", @"\binom{n}{k} = \frac{n!}{k!(n-k)!}",
        @"\underbrace{1+\dots+1}_{n\ \text{times}}", @"\overbrace{a+b}^{c}", @"\sum_{\substack{0<i<m\\0<j<n}} P(i,j)", @"\prod_{p\ \text{prime}}\frac{1}{1-p^{-s}}",
        @"\limsup_{n\to\infty} a_n", @"\sup_{x\in X}|f(x)|", @"\max(0,x)", @"\sin^2\theta + \cos^2\theta = 1", @"\log_2 n", @"a\equiv b\pmod{n}", @"a \bmod b",
        @"\forall\epsilon>0\;\exists\delta>0", @"A\cup B\cap C\setminus D", @"x\notin A", @"A\not\subset B", @"f\colon X\to Y", @"x\mapsto x^2", @"p\implies q\iff r",
        @"\dot x = \sigma(y-x)", @"\ddot{\mathbf r} = -\frac{GM}{r^3}\mathbf r", @"\tilde f, \bar g, \check h, \breve k, \acute l, \grave m, \mathring n", @"\widehat{abc}\,\widetilde{xyz}",
        @"\overrightarrow{AB}", @"f'(x), f''(x), f'''(x), f^{(4)}(x)", @"{}^{14}_{6}\mathrm C", @"x_{i_j}^{k^l}", @"\mathfrak{su}(2)\oplus\mathbb Z_2\otimes\mathsf T", @"\color{red} x + y",
        @"\boxed{E=mc^2}", @"\hphantom{x}\phantom{y}\hspace{1em}z", @"\aleph_0, \wp, \Re z, \Im z, \ell, \hslash", @"90^\circ", @"\square\ \blacksquare\ \dagger\ \S",
        @"10\,\%, \#, \$, \&, \_", @"\stackrel{\text{def}}{=}", @"x \overset{iid}{\sim} p", @"\boldsymbol{\Sigma}^{-1}(\boldsymbol x-\boldsymbol\mu)", @"\ln\left|\frac{1+x}{1-x}\right|",
    ];

    public static readonly string[] Tokens =
    [
        .. Formulas.SelectMany(formula => System.Text.RegularExpressions.Regex.Matches(formula, @"\\[a-zA-Z]+|\\.|[^\\]").Select(match => match.Value)).Distinct(),
        "{", "{", "{", "}", "}", "}", "^", "_", "&", "\\\\", "\\begin{matrix}", "\\end{matrix}", "\\begin{align}", "\\end{align}", "\\begin{", "\\end{", "\\left(", "\\right)", "\\left", "\\right",
        "\\middle|", "$", "%", "\n", " ", "<", ">", "\"", "]]>", "<!--", "\0", "\u0007", "\ud83d", "😀", "é", "中", "\\unknown", "\\", "\\over", "\\choose", "\\limits", "[", "]", "\\sqrt[",
        "\\tag{", "\\text{", "\\color{", "\\hspace{", "\\operatorname{", "\\substack{", "\\not", "\\hat", "'", "’", "#", "~", "\\\ud83d", "\\😀", "\uffff", "\u2028",
    ];
}
