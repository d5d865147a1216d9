using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Appearance;

namespace HumaXledger.Portal.Localisation;

/// <summary>Notifications about the outcome of an act.</summary>
public static class Outcomes
{
    /// <summary>Notifies about the outcome of an act: success with this text, or the reason of the refusal.</summary>
    public static void ShowOutcome(
        this Snackbars notifications,
        Reason? refusal,
        ReasonSentences sentences,
        string done
    )
    {
        if (refusal is null)
        {
            notifications.Show(Tone.Success, done);
        }
        else
        {
            notifications.Show(Tone.Error, sentences.Of(refusal));
        }
    }

    /// <summary>The same for an act with a result, which the text contains.</summary>
    public static void ShowOutcome<T>(
        this Snackbars notifications,
        Answer<T> answer,
        ReasonSentences sentences,
        Func<T, string> done
    )
    {
        var (refusal, words) = answer switch
        {
            Answer<T>.Refused(var reason) => (reason, ""),
            Answer<T>.Done(var value) => (null, done(value)),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "An answer is done or refused."),
        };
        notifications.ShowOutcome(refusal, sentences, words);
    }
}
