using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kit.Display;

namespace Kit.Plotting;

/// <summary>A figure as a page fragment: vector graphics at once, plotly.js over it when a script may run and the reader comes near.</summary>
internal static class FigureHtml
{
    /// <summary>The fragment; the same figure gives the same bytes, and may stand in one page many times.</summary>
    public static string Fragment(Figure figure)
    {
        var follows = figure.Theme.FollowsPage;
        var spec = PlotlyJson.Write(figure, follows ? null : figure.Theme);
        var slots = figure.Theme.Palette.Count;
        var (light, dark) = follows ? (PlotlyJson.Roles(figure.Theme, slots), PlotlyJson.Roles(Theme.Dark, slots)) : ("null", "null");
        var label = Html.Escape(figure.Description);
        var svg = figure.ToSvg();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(spec + label + svg + light)))[..16];
        var width = FigureSize.Of(figure).Width ?? 960;
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            <div class="kit-figure" data-kit-figure="{hash}" role="figure" aria-label="{label}" style="position:relative;max-width:{width}px;margin:0.5em 0">
            <div class="kit-static" style="overflow-x:auto">{svg}</div>
            <script>
            {Script}("{hash}","{PlotlyJs.CdnAddress}",{light},{dark},()=>({spec}));
            </script>
            </div>
            """);
    }

    /// <summary>A whole page around a fragment, with plotly.js inside when it can be had.</summary>
    public static string Page(Figure figure) =>
        $$$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{{Html.Escape(RichText.Plain(figure.Title.Length > 0 ? figure.Title : "Figure"))}}}</title>
        <style>{{{PageStyle}}}</style>
        {{{PlotlyJs.ScriptTag(embed: true)}}}
        </head>
        <body>
        {{{Fragment(figure)}}}
        </body>
        </html>

        """;

    private static string PageStyle =>
        $$"""body { max-width: 960px; margin: 2rem auto; padding: 0 1rem; background: {{Theme.Light.Paper}} } @media (prefers-color-scheme: dark) { body { background: {{Theme.Dark.Paper}} } }""";

    /// <summary>
    /// What every fragment carries; it uses nothing but the page, and its one shared thing is the promise of plotly.
    /// </summary>
    /// <remarks>
    /// The element is looked for a while, because some hosts run scripts before they show the markup. Hosts with an AMD loader (the classic
    /// notebook, editors) have a global <c>define</c> that would swallow plotly: it is hidden while the file loads. Nothing is logged when
    /// loading fails; the vector graphics stay. Whether the page is dark is read from the first background behind the figure, which follows
    /// the theme of any host, and from the reader's preference where there is none.
    /// </remarks>
    private const string Script = """
        ((id,cdn,light,dark,make)=>{
        const W=window,D=document,S=D.currentScript,root=S&&S.isConnected&&S.getRootNode?S.getRootNode():D;
        const load=()=>W.Plotly?Promise.resolve(W.Plotly):W.kitPlotly||(W.kitPlotly=new Promise((ok,no)=>{
          if(navigator.onLine===false)return no();
          const d=W.define,s=D.createElement('script'),back=()=>{if(d)W.define=d};
          if(d)W.define=undefined;
          s.onload=()=>{back();W.Plotly?ok(W.Plotly):no()};s.onerror=()=>{back();no()};s.src=cdn;D.head.appendChild(s)}));
        const isDark=e=>{
          for(let n=e.parentNode;n;n=n.parentNode||n.host){
            const c=n.nodeType===1&&getComputedStyle(n).backgroundColor.match(/^rgba?\(([\d.]+)[, ]+([\d.]+)[, ]+([\d.]+)(?:[,/ ]+([\d.]+))?/);
            if(c&&(c[4]===undefined||+c[4]>.5))return .2126*c[1]+.7152*c[2]+.0722*c[3]<128}
          return !!W.matchMedia&&matchMedia('(prefers-color-scheme: dark)').matches};
        const paint=(v,t)=>{
          if(Array.isArray(v)){if(typeof v[0]==='object'||typeof v[0]==='string')v.forEach(x=>paint(x,t))}
          else if(v&&typeof v==='object')for(const k in v)
            if(typeof v[k]==='string'){if(/color$/.test(k)&&t[v[k]])v[k]=t[v[k]]}else paint(v[k],t);
          return v};
        const show=el=>load().then(P=>{
          let now=light&&isDark(el);
          const still=el.querySelector('.kit-static'),live=D.createElement('div');
          const spec=()=>{const f=make();return light?paint(f,now?dark:light):f};
          live.style.cssText='position:absolute;top:0;left:0;width:100%;visibility:hidden';
          el.appendChild(live);
          return P.newPlot(live,spec()).then(()=>{
            live.style.cssText='';still.style.display='none';el.setAttribute('data-kit-drawn','');
            if(W.ResizeObserver){let w=el.clientWidth;new ResizeObserver(()=>{
              if(el.isConnected&&el.clientWidth&&el.clientWidth!==w){w=el.clientWidth;P.Plots.resize(live)}}).observe(el)}
            if(!light)return;
            let due=0;
            const turn=()=>{if(due||!el.isConnected)return;due=1;setTimeout(()=>{due=0;
              const want=isDark(el);if(want===now)return;now=want;
              const at=live.layout.sliders&&live.layout.sliders[0].active||0,next=spec();
              if(next.frames)next.layout.sliders[0].active=at;
              P.react(live,next).then(()=>next.frames&&P.animate(live,[String(at)],{mode:'immediate',frame:{duration:0,redraw:true},transition:{duration:0}})).catch(()=>{})},60)};
            W.matchMedia&&matchMedia('(prefers-color-scheme: dark)').addEventListener('change',turn);
            for(const n of [D.documentElement,D.body])new MutationObserver(turn).observe(n,{attributes:true,attributeFilter:['class','style','data-theme','data-jp-theme-light','data-vscode-theme-kind']})
          },()=>live.remove())}).catch(()=>{});
        let tries=0;
        const find=()=>{
          const all=[...new Set([...root.querySelectorAll(`[data-kit-figure="${id}"]`),...D.querySelectorAll(`[data-kit-figure="${id}"]`)])];
          if(!all.length)return void(tries++<100&&setTimeout(find,50));
          for(const el of all)if(!el.kitSeen){el.kitSeen=1;
            if(!W.IntersectionObserver){show(el);continue}
            const o=new IntersectionObserver(e=>{if(e.some(x=>x.isIntersecting)){o.disconnect();show(el)}},{rootMargin:'400px'});o.observe(el)}};
        find()})
        """;
}
