namespace Kit.Notebook.Tests.Documents;

/// <summary>A notebook laid out by hand as nbformat's own writer does it.</summary>
internal static class JupyterSample
{
    public const string Json = """
    {
     "cells": [
      {
       "attachments": {
        "dot.png": {
         "image/png": "iVBORw0KGgo="
        }
       },
       "cell_type": "markdown",
       "id": "intro",
       "metadata": {
        "custom": {
         "deep": [
          1,
          2.50,
          1e-05
         ],
         "empty": {},
         "none": null
        }
       },
       "source": [
        "# Wärme und $\\nabla$ 😀\n",
        "\n",
        "![dot](attachment:dot.png)"
       ]
      },
      {
       "cell_type": "code",
       "execution_count": 3,
       "id": "run-1_A",
       "metadata": {
        "polyglot_notebook": {
         "kernelName": "csharp"
        },
        "tags": [
         "slow",
         "parameters"
        ]
       },
       "outputs": [
        {
         "name": "stdout",
         "output_type": "stream",
         "text": [
          "a\tb \u001b[31mred\u001b[0m\n",
          "no end"
         ]
        },
        {
         "data": {
          "application/vnd.plotly.v1+json": {
           "data": [],
           "layout": {
            "title": "x"
           }
          },
          "image/png": "iVBORw0KGgo=\n",
          "image/svg+xml": [
           "<svg>\n",
           "</svg>"
          ],
          "text/plain": [
           "1.0"
          ]
         },
         "execution_count": 3,
         "metadata": {
          "image/png": {
           "width": 10
          }
         },
         "output_type": "execute_result"
        },
        {
         "data": {
          "text/html": [
           "<b>\"quoted\"</b>"
          ]
         },
         "execution_count": null,
         "metadata": {},
         "output_type": "execute_result"
        },
        {
         "data": {
          "text/plain": [
           "shown"
          ]
         },
         "metadata": {},
         "output_type": "display_data"
        },
        {
         "ename": "InvalidOperationException",
         "evalue": "no",
         "output_type": "error",
         "traceback": [
          "at line 1"
         ]
        }
       ],
       "source": [
        "1.0"
       ]
      },
      {
       "cell_type": "code",
       "execution_count": null,
       "id": "empty",
       "metadata": {},
       "outputs": [],
       "source": []
      },
      {
       "cell_type": "raw",
       "id": "raw",
       "metadata": {
        "format": "text/restructuredtext"
       },
       "source": [
        ".. note::"
       ]
      }
     ],
     "metadata": {
      "authors": [
       {
        "name": "Ada"
       }
      ],
      "kernelspec": {
       "display_name": ".NET (C#)",
       "language": "C#",
       "name": ".net-csharp"
      },
      "language_info": {
       "name": "polyglot-notebook"
      }
     },
     "nbformat": 4,
     "nbformat_minor": 5
    }

    """;
}
